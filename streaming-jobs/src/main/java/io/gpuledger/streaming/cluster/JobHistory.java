package io.gpuledger.streaming.cluster;

import io.gpuledger.sql.client.LedgerAddress;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import io.gpuledger.streaming.publish.Generation;
import java.util.Map;
import java.util.Optional;

/** What the ledger knows of a job's past. */
final class JobHistory {
  private final LedgerClient client;

  JobHistory(LedgerAddress ledger) {
    client = new LedgerClient(ledger);
  }

  Optional<Generation> latestGeneration(String job) {
    return client
        .query(SqlText.load("queries/latest_generation"), Map.of("job", job))
        .lines()
        .findFirst()
        .map(
            line -> {
              String[] cells = line.split("\t", -1);
              return new Generation(
                  job,
                  Integer.parseInt(cells[0]),
                  Integer.parseInt(cells[1]),
                  Long.parseLong(cells[2]));
            });
  }

  /**
   * The newest checkpoint that any row of the job's generation is committed of, 0 for none. Looks
   * at the tables too: a process may have died between inserting rows and recording it.
   */
  long lastCommitted(JobSpec job, int generation) {
    String generationText = Integer.toString(generation);
    long last =
        number(
            "queries/last_committed_checkpoint",
            Map.of("job", job.name(), "generation", generationText));
    for (String table : job.tables()) {
      last =
          Math.max(
              last,
              number(
                  "queries/last_stored_checkpoint",
                  Map.of("table", table, "generation", generationText)));
    }
    return last;
  }

  private long number(String query, Map<String, String> parameters) {
    return Long.parseLong(client.query(SqlText.load(query), parameters).strip());
  }
}
