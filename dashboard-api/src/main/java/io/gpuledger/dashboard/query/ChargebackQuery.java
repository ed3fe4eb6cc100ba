package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import java.math.BigInteger;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the figures of a chargeback, the two sides of its proof apart from each other. */
final class ChargebackQuery {
  /** In the order of {@link ChargebackFigures}. */
  private static final List<CostQuery.Metric> METRICS =
      List.of(
          CostQuery.Metric.BILLED,
          CostQuery.Metric.EFFECTIVE,
          CostQuery.Metric.LIST,
          CostQuery.Metric.CONTRACTED);

  private static final String COSTS =
      "sum(toDecimal256(billed_cost, 18)),"
          + " ifNull(sum(toDecimal256(effective_cost, 18)), toDecimal256(0, 18)),"
          + " ifNull(sum(toDecimal256(list_cost, 18)), toDecimal256(0, 18)),"
          + " ifNull(sum(toDecimal256(contracted_cost, 18)), toDecimal256(0, 18))";

  private final Answers answers;

  ChargebackQuery(Answers answers) {
    this.answers = answers;
  }

  /** Where the billing periods of a month begin. */
  static TimeRange range(YearMonth period) {
    return new TimeRange(
        period.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant(),
        period.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }

  /** The figures of charges whose billing period begins in a month. */
  ChargebackFigures figures(YearMonth period, Filter filter, AccessScope scope, Snapshot snapshot) {
    TimeRange range = range(period);
    boolean filtered = !filter.equals(Filter.everything());
    List<ChargebackFigures.Part> parts = parts(range, filter, scope, snapshot);
    if (!scope.allTeams()) {
      Map<String, List<Amount>> own =
          sums("allocation_lines_as_of", "currency", range, filter, scope, snapshot);
      Map<String, List<Amount>> daily = new TreeMap<>();
      parts.forEach(part -> daily.merge(part.currency(), part.costs(), ChargebackFigures::sum));
      return new ChargebackFigures(
          parts,
          daily,
          own,
          filtered,
          0,
          "Proof over the lines of "
              + String.join(", ", scope.teams())
              + " only: daily sums against lines. The whole bill is proven in finance's report.");
    }
    return new ChargebackFigures(
        parts,
        sums("charges_as_of", "billing_currency", range, Filter.everything(), scope, snapshot),
        sums("allocation_lines_as_of", "currency", range, Filter.everything(), scope, snapshot),
        filtered,
        AllocationLag.of(answers, snapshot).waiting(),
        filtered
            ? "Rows are filtered; the proof covers the whole month."
            : "Proof over all charges whose billing period begins in the month.");
  }

  private List<ChargebackFigures.Part> parts(
      TimeRange range, Filter filter, AccessScope scope, Snapshot snapshot) {
    CostTable table = CostTable.of(filter.keys(), false);
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(team) AS t, toString(cost_center) AS cc, toString(currency) AS c,")
        .add(" toString(state) AS s, " + COSTS + ", sum(device_nanos)");
    METRICS.forEach(metric -> out.add(", " + table.linesWithout(metric)));
    SnapshotSql.from(out, table.view(), snapshot).add(" WHERE ");
    SnapshotSql.within(out, "billing_period_start", range)
        .add(" AND " + BasisSql.FROM_BILL + " AND ");
    new FilterSql(out, CostTable::column).write(filter);
    ScopeSql.write(scope, out);
    out.add(" GROUP BY t, cc, c, s ORDER BY t, cc, c, s");
    List<ChargebackFigures.Part> parts = new ArrayList<>();
    for (List<String> row : answers.rows(out.build())) {
      parts.add(
          new ChargebackFigures.Part(
              row.get(0),
              row.get(1),
              row.get(2),
              row.get(3),
              amounts(row, 4),
              new BigInteger(row.get(8)),
              row.subList(9, 9 + METRICS.size()).stream().map(Long::valueOf).toList()));
    }
    return parts;
  }

  private Map<String, List<Amount>> sums(
      String view,
      String currency,
      TimeRange range,
      Filter filter,
      AccessScope scope,
      Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(" + currency + ") AS c, " + COSTS);
    SnapshotSql.from(out, view, snapshot).add(" WHERE ");
    SnapshotSql.within(out, "billing_period_start", range);
    // The charges of the view are those of bills.
    out.add((view.equals("charges_as_of") ? "" : " AND " + BasisSql.FROM_BILL) + " AND ");
    new FilterSql(out, CostTable::column).write(filter);
    ScopeSql.write(scope, out);
    out.add(" GROUP BY c ORDER BY c");
    Map<String, List<Amount>> sums = new TreeMap<>();
    for (List<String> row : answers.rows(out.build())) {
      sums.put(row.get(0), amounts(row, 1));
    }
    return sums;
  }

  private static List<Amount> amounts(List<String> row, int at) {
    return row.subList(at, at + 4).stream().map(Amount::parse).toList();
  }
}
