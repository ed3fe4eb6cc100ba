package io.gpuledger.dashboard.query;

import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Finds the snapshot of a request: the instant asked for, clamped to the last published one. */
public final class SnapshotResolver {
  private final LedgerClient client;

  public SnapshotResolver(LedgerClient client) {
    this.client = client;
  }

  /** The snapshot at an instant, or the newest one. */
  public Snapshot resolve(Optional<Instant> asOf) {
    String micros = client.query(SqlText.load("queries/last_recorded_at"), Map.of()).strip();
    Instant last = Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
    Instant at = asOf.filter(wanted -> wanted.isBefore(last)).orElse(last);
    Snapshot snapshot = new Snapshot(at, 0);
    SqlWriter sql = new SqlWriter();
    sql.add("SELECT max(run_no) FROM allocation_runs WHERE recorded_at <= ")
        .bind("DateTime64(6, 'UTC')", snapshot.parameter());
    BoundSql run = sql.build();
    String runNo = client.query(run.text(), run.parameters()).strip();
    return new Snapshot(at, Long.parseLong(runNo));
  }
}
