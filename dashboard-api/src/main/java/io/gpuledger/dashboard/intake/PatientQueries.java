package io.gpuledger.dashboard.intake;

import io.gpuledger.sql.client.EngineException;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Questions of an import to the ledger. An engine that is away for a while must not end an import
 * whose rows wait in Kafka for it: the question is asked again until it is back.
 */
final class PatientQueries {
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final LedgerClient client;
  private final Duration patience;

  /**
   * Questions over a client.
   *
   * @param patience how long the engine may be away
   */
  PatientQueries(LedgerClient client, Duration patience) {
    this.client = client;
    this.patience = patience;
  }

  /**
   * The answer of a named query.
   *
   * @throws EngineException if the engine refuses, or is away for longer than the patience
   */
  String ask(String query, Map<String, String> parameters) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        return client.query(SqlText.load(query), parameters);
      } catch (EngineException e) {
        if (!e.retriable()
            || System.nanoTime() > deadline
            || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }
}
