package io.gpuledger.dashboard.dispute;

import io.gpuledger.cost.chargeback.StatementLine;
import java.time.YearMonth;
import java.util.List;

/** What disputes ask of the ledger and of the books. */
public interface StatementBook {
  /** The lines of a month's statement by the policies in force, without corrections. */
  List<StatementLine> lines(YearMonth period, String metric);

  /** Whether own books of some day of a month are closed. */
  boolean isClosed(YearMonth period);
}
