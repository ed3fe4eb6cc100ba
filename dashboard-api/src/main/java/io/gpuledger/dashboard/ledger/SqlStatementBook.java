package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.chargeback.StatementLine;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.close.CloseService;
import io.gpuledger.dashboard.dispute.StatementBook;
import io.gpuledger.dashboard.query.CostQuery;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.Snapshot;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What disputes ask, from the ledger's tables and the steps of closes. */
public final class SqlStatementBook implements StatementBook {
  private final LedgerReader reader;
  private final CloseService close;

  public SqlStatementBook(LedgerReader reader, CloseService close) {
    this.reader = reader;
    this.close = close;
  }

  @Override
  public List<StatementLine> lines(YearMonth period, String metric) {
    Snapshot now = reader.snapshot(Optional.empty());
    return reader
        .statement(
            period,
            CostQuery.Metric.valueOf(metric.toUpperCase(Locale.ROOT)),
            reader.chargebackPolicies(now),
            now)
        .statement()
        .lines();
  }

  @Override
  public boolean isClosed(YearMonth period) {
    return !close
        .closedWithin(
            new TimeRange(
                period.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
                period.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant()))
        .isEmpty();
  }
}
