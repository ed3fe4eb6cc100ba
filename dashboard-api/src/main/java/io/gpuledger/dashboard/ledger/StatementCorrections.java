package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.chargeback.StatementLine;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** What changes a month's statement after the policies: lines that sum to zero in each currency. */
public interface StatementCorrections {
  /**
   * The lines.
   *
   * @param metric the cost that the statement is of, in lower case
   * @param asOf only what was decided by then
   */
  List<StatementLine> of(YearMonth period, String metric, Instant asOf);

  /** When the newest decision was made; empty before the first. */
  default Optional<Instant> newest() {
    return Optional.empty();
  }
}
