package io.gpuledger.dashboard.http;

import io.gpuledger.cost.chargeback.Party;
import io.gpuledger.cost.chargeback.StatementLine;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.dispute.StatementBook;
import java.math.BigInteger;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Each month vision is charged 100 and 7.5 of shared cost, search 50. */
final class FakeStatementBook implements StatementBook {
  final Set<YearMonth> closed = ConcurrentHashMap.newKeySet();

  @Override
  public List<StatementLine> lines(YearMonth period, String metric) {
    return List.of(
        line("vision", "direct", "100"),
        line("vision", "shared", "7.5"),
        line("search", "direct", "50"));
  }

  private static StatementLine line(String team, String component, String amount) {
    return new StatementLine(
        new Party(team, "CC-1"), "USD", component, true, Amount.parse(amount), BigInteger.ZERO);
  }

  @Override
  public boolean isClosed(YearMonth period) {
    return closed.contains(period);
  }
}
