package io.gpuledger.dashboard.query;

import io.gpuledger.cost.budget.ChargePart;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.close.VarianceItem;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads what a month cost by team, provider, service and what it was for. */
final class VarianceQuery {
  /** Most sums of a month; they are held in memory. */
  static final int SUMS_LIMIT = 200_000;

  private static final String KIND =
      "multiIf(state = 'unused_commitment', 'UNUSED_COMMITMENT', charge_category IN ('Usage', '-'),"
          + " 'USAGE', 'ONE_OFF')";

  /** Usage that a bill counts and no device time: what a machine is divided into is not of it. */
  private static final String PRICED =
      "state != 'unused_commitment' AND charge_category IN ('Usage', '-') AND device_nanos = 0 AND"
          + " component NOT IN ('gpu', 'cpu', 'memory') AND sku NOT IN ('', '-')";

  /** Money without observed time has no quantity; it must not thin out the price of what has. */
  private static final String ITEM =
      "multiIf(state = 'unused_commitment', toString(commitment), charge_category NOT IN ('Usage',"
          + " '-'), toString(charge_category), "
          + PRICED
          + ", concat('SKU ', toString(sku)), concat(toString(device_model), if(state ="
          + " 'unobserved', ' unobserved', '')))";

  private final Answers answers;

  VarianceQuery(Answers answers) {
    this.answers = answers;
  }

  /** The costs of charges whose billing period begins in a month. */
  VarianceFigures figures(
      YearMonth month,
      CostQuery.Metric metric,
      Filter filter,
      AccessScope scope,
      Snapshot snapshot) {
    return figures(
        new Scope(
            "billing_period_start",
            "billing_period_start",
            ChargebackQuery.range(month),
            month.toString(),
            filter,
            Set.of()),
        metric,
        scope,
        snapshot);
  }

  /** The costs of use that begins in a period. */
  VarianceFigures ofUse(
      TimeRange period,
      CostQuery.Metric metric,
      SpendQuestion question,
      AccessScope scope,
      Snapshot snapshot) {
    return figures(
        new Scope(
            "usage_start",
            "charge_period_start",
            period,
            period.toString(),
            question.filter(),
            question.counted().excluded()),
        metric,
        scope,
        snapshot);
  }

  /**
   * What is compared.
   *
   * @param line the column of lines that says when
   * @param charge the column of charges that says the same
   * @param name of the period, for faults
   */
  private record Scope(
      String line,
      String charge,
      TimeRange range,
      String name,
      Filter filter,
      Set<ChargePart> excluded) {}

  private VarianceFigures figures(
      Scope of, CostQuery.Metric metric, AccessScope scope, Snapshot snapshot) {
    CostTable table = CostTable.LINES;
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(currency) AS c, toString(team) AS t, toString(provider) AS p,")
        .add(" toString(service) AS s, " + KIND + " AS k, " + ITEM + " AS i, ")
        .add(sum(metric) + ", " + sum(CostQuery.Metric.CONTRACTED) + ", ")
        .add(table.linesWithout(CostQuery.Metric.CONTRACTED) + ", ")
        .add(table.linesWithout(metric) + ", sum(toInt128(device_nanos)),")
        .add(" if(" + PRICED + ", toString(source), '') AS origin,")
        .add(" if(" + PRICED + ", toString(sku), '') AS priced");
    SnapshotSql.from(out, table.view(), snapshot).add(" WHERE ");
    SnapshotSql.within(out, of.line(), of.range()).add(" AND " + BasisSql.FROM_BILL + " AND ");
    new FilterSql(out, CostTable::column).write(of.filter());
    of.excluded().forEach(part -> out.add(BudgetSpendReader.without(part)));
    ScopeSql.write(scope, out);
    out.add(" GROUP BY c, t, p, s, k, i, origin, priced ORDER BY c, t, p, s, k, i, origin, priced")
        .add(" LIMIT ")
        .bind("UInt64", String.valueOf(SUMS_LIMIT + 1));
    List<List<String>> rows = answers.rows(out.build());
    Faults.of("variance of " + of.name())
        .check(
            rows.size() <= SUMS_LIMIT,
            ProblemCode.INPUT_TOO_LARGE,
            "rows",
            "more than " + SUMS_LIMIT + " sums cannot be compared; give a filter")
        .orRefuse();
    PricedQuantities quantities =
        PricedQuantities.of(answers, of.charge(), of.range(), metric, snapshot);
    Map<VarianceFigures.Key, VarianceFigures.Group> groups = new TreeMap<>();
    for (List<String> row : rows) {
      groups.merge(
          new VarianceFigures.Key(row.get(0), row.get(1), row.get(2), row.get(3)),
          group(row, metric, quantities),
          VarianceQuery::together);
    }
    return new VarianceFigures(groups);
  }

  private static String sum(CostQuery.Metric metric) {
    String column = metric.name().toLowerCase(Locale.ROOT) + "_cost";
    return "ifNull(sum(toDecimal256(" + column + ", 18)), toDecimal256(0, 18))";
  }

  private static VarianceFigures.Group group(
      List<String> row, CostQuery.Metric metric, PricedQuantities quantities) {
    BigInteger nanos = new BigInteger(row.get(10));
    // Only the effective cost has the benefit of a commitment in it.
    boolean told = metric == CostQuery.Metric.EFFECTIVE && row.get(8).equals("0");
    Amount cost = Amount.parse(row.get(6));
    Optional<PricedQuantities.Counted> counted =
        nanos.signum() > 0
            ? Optional.of(
                new PricedQuantities.Counted(Amount.of(new BigDecimal(nanos, 9)), "device-seconds"))
            : quantities.of(row.get(11), row.get(0), row.get(12), cost);
    VarianceItem item =
        new VarianceItem(
            row.get(5),
            VarianceItem.Kind.valueOf(row.get(4)),
            counted.map(PricedQuantities.Counted::quantity),
            counted.map(PricedQuantities.Counted::unit).orElse(""),
            cost,
            told ? Optional.of(Amount.parse(row.get(7))) : Optional.empty(),
            Amount.ZERO);
    return new VarianceFigures.Group(List.of(item), nanos, Long.parseLong(row.get(9)));
  }

  /** Sums of one thing out of several sources are one item. */
  private static VarianceFigures.Group together(
      VarianceFigures.Group one, VarianceFigures.Group other) {
    List<VarianceItem> items = new ArrayList<>(one.items());
    for (VarianceItem item : other.items()) {
      int same = -1;
      for (int i = items.size() - 1; i >= 0 && same < 0; i--) {
        VarianceItem of = items.get(i);
        same = of.kind() == item.kind() && of.key().equals(item.key()) ? i : -1;
      }
      if (same < 0) {
        items.add(item);
      } else {
        items.set(same, items.get(same).plus(item));
      }
    }
    return new VarianceFigures.Group(
        items,
        one.deviceNanos().add(other.deviceNanos()),
        one.linesWithout() + other.linesWithout());
  }
}
