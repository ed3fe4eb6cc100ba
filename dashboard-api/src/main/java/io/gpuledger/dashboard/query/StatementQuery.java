package io.gpuledger.dashboard.query;

import io.gpuledger.cost.chargeback.BorneCost;
import io.gpuledger.cost.chargeback.ChargebackPolicies;
import io.gpuledger.cost.chargeback.ChargebackPolicy;
import io.gpuledger.cost.chargeback.Statement;
import io.gpuledger.cost.chargeback.StatementMaker;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Applies chargeback policies to the daily sums of a month's charges. */
final class StatementQuery {
  /** Most sums of one policy; they are held in memory. */
  static final int SUMS_LIMIT = 500_000;

  private final Answers answers;

  StatementQuery(Answers answers) {
    this.answers = answers;
  }

  /**
   * What parties are charged of the charges whose billing period begins in a range, each day by the
   * policy that holds on it.
   */
  AppliedPolicies apply(
      TimeRange period,
      CostQuery.Metric metric,
      ChargebackPolicies policies,
      List<String> available,
      Snapshot snapshot) {
    List<ChargebackPolicy> applied = new ArrayList<>();
    List<Statement> statements = new ArrayList<>();
    for (ChargebackPolicy policy : policies.ofAllDays()) {
      List<BorneCost> costs = costs(period, metric, policy, snapshot);
      if (!costs.isEmpty()) {
        applied.add(policy);
        statements.add(StatementMaker.make(policy, costs));
      }
    }
    return new AppliedPolicies(available, applied, Statement.together(statements));
  }

  private List<BorneCost> costs(
      TimeRange period, CostQuery.Metric metric, ChargebackPolicy policy, Snapshot snapshot) {
    List<Name> keys = List.copyOf(policy.keys());
    SqlWriter out = new SqlWriter();
    out.add("SELECT ");
    List<String> names = new ArrayList<>();
    for (Name key : keys) {
      String name = "k" + names.size();
      out.add("toString(" + CostTable.column(GroupKey.of(key), out) + ") AS " + name + ", ");
      names.add(name);
    }
    out.add(sum(metric) + ", ")
        .add(sum(CostQuery.Metric.CONTRACTED) + ", ")
        .add(CostTable.DAILY.linesWithout(CostQuery.Metric.CONTRACTED) + ", sum(device_nanos)");
    SnapshotSql.from(out, CostTable.DAILY.view(), snapshot).add(" WHERE ");
    SnapshotSql.within(out, "billing_period_start", period).add(" AND " + BasisSql.FROM_BILL);
    days(policy, out);
    out.add(" GROUP BY " + String.join(", ", names));
    out.add(" LIMIT " + (SUMS_LIMIT + 1));
    List<BorneCost> costs = new ArrayList<>();
    for (List<String> row : answers.rows(out.build())) {
      costs.add(cost(keys, row, metric));
    }
    if (costs.size() > SUMS_LIMIT) {
      throw new QuestionTooLargeException(
          "policy "
              + policy.name()
              + " looks at so many keys that a month has more than "
              + SUMS_LIMIT
              + " sums");
    }
    return costs;
  }

  private static void days(ChargebackPolicy policy, SqlWriter out) {
    if (!policy.from().equals(LocalDate.MIN)) {
      out.add(" AND day >= ").bind("Date", policy.from().toString());
    }
    if (!policy.to().equals(LocalDate.MAX)) {
      out.add(" AND day < ").bind("Date", policy.to().toString());
    }
  }

  private static String sum(CostQuery.Metric metric) {
    String column = metric.name().toLowerCase(Locale.ROOT) + "_cost";
    return "ifNull(sum(toDecimal256(" + column + ", 18)), toDecimal256(0, 18))";
  }

  private static BorneCost cost(List<Name> keys, List<String> row, CostQuery.Metric metric) {
    Map<Name, String> values = new EnumMap<>(Name.class);
    for (int i = 0; i < keys.size(); i++) {
      values.put(keys.get(i), row.get(i));
    }
    int at = keys.size();
    // Only the effective cost has the benefit of a commitment in it.
    boolean contracted = metric == CostQuery.Metric.EFFECTIVE && row.get(at + 2).equals("0");
    return new BorneCost(
        values,
        Amount.parse(row.get(at)),
        contracted ? Optional.of(Amount.parse(row.get(at + 1))) : Optional.empty(),
        new BigInteger(row.get(at + 3)));
  }
}
