package io.gpuledger.dashboard.query;

import io.gpuledger.sql.query.SqlText;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the snapshot of a request: the instant asked for, clamped to the last published one. */
final class SnapshotResolver {
  private final Answers answers;

  SnapshotResolver(Answers answers) {
    this.answers = answers;
  }

  /** The snapshot at an instant, or the newest one. */
  Snapshot resolve(Optional<Instant> asOf) {
    return resolve(asOf, Optional.empty());
  }

  /**
   * The same where an answer also holds what was recorded beside the ledger.
   *
   * @param beside when the newest of that was recorded; an instant up to it is not clamped
   */
  Snapshot resolve(Optional<Instant> asOf, Optional<Instant> beside) {
    List<String> newest =
        answers
            .rows(
                new BoundSql(
                    "SELECT ("
                        + SqlText.load("queries/last_recorded_at")
                        + ") AS micros,"
                        + " (SELECT max(run_no) FROM allocation_runs) AS run",
                    Map.of()))
            .get(0);
    Instant published = Instant.EPOCH.plus(Long.parseLong(newest.get(0)), ChronoUnit.MICROS);
    Instant last = beside.filter(published::isBefore).orElse(published);
    Instant at = asOf.filter(wanted -> wanted.isBefore(last)).orElse(last);
    if (!at.isBefore(published)) {
      return new Snapshot(at, Long.parseLong(newest.get(1)));
    }
    SqlWriter sql = new SqlWriter();
    sql.add("SELECT max(run_no) FROM allocation_runs WHERE recorded_at <= ")
        .bind(SnapshotSql.INSTANT, new Snapshot(at, 0).parameter());
    return new Snapshot(at, number(sql.build()));
  }

  private long number(BoundSql sql) {
    return Long.parseLong(answers.rows(sql).get(0).get(0));
  }
}
