package io.gpuledger.dashboard.query;

import io.gpuledger.cost.allocation.SuggestedRule;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much money each ownership rule decides, and what rules would give an owner to money that has
 * none.
 */
final class OwnershipQuery {
  /** Most rules of an answer, each in each of its currencies. */
  static final int RULES_LIMIT = 10_000;

  /** Most suggestions, the largest amounts first. */
  static final int SUGGESTIONS_LIMIT = 50;

  /** Keys that tell money of one owner from that of another, beside tags. */
  private static final List<Name> KEYS =
      List.of(
          Name.NAMESPACE, Name.SUB_ACCOUNT, Name.ACCOUNT, Name.CLUSTER, Name.NODE, Name.SERVICE);

  private final Answers answers;

  OwnershipQuery(Answers answers) {
    this.answers = answers;
  }

  Map<String, Object> answer(TimeRange range, CostQuery.Metric metric, Snapshot snapshot) {
    List<Map<String, Object>> rules = new ArrayList<>();
    Map<String, Amount> all = new LinkedHashMap<>();
    Map<String, Amount> owned = new LinkedHashMap<>();
    for (List<String> row : answers.rows(rules(range, metric, snapshot))) {
      Amount size = Amount.parse(row.get(4));
      all.merge(row.get(1), size, Amount::plus);
      boolean isOwned = !row.get(0).equals(GroupKey.MISSING);
      owned.merge(row.get(1), isOwned ? size : Amount.ZERO, Amount::plus);
      rules.add(
          Answers.fields(
              "rule", row.get(0),
              "currency", row.get(1),
              "lines", Long.parseLong(row.get(2)),
              "amount", Amount.parse(row.get(3)).toString(),
              "linesWithout", Long.parseLong(row.get(5))));
    }
    List<Map<String, Object>> coverage = new ArrayList<>();
    all.forEach(
        (currency, size) ->
            coverage.add(
                Answers.fields(
                    "currency",
                    currency,
                    "ownership",
                    Ratios.of(
                        owned.getOrDefault(currency, Amount.ZERO).unscaled(), size.unscaled()))));
    return Answers.fields(
        "rules",
        rules,
        "coverage",
        coverage,
        "suggestions",
        suggestions(range, metric, snapshot),
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  /** Rows: rule, currency, lines, amount, sum of the sizes of amounts, lines without the cost. */
  private static BoundSql rules(TimeRange range, CostQuery.Metric metric, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(rule) AS r, toString(currency) AS c, count(), ")
        .add(sum(metric.column()) + ", " + sum("abs(" + metric.column() + ")") + " AS size, ")
        .add(CostTable.LINES.linesWithout(metric));
    from(range, snapshot, out);
    out.add(" GROUP BY r, c ORDER BY size DESC, r, c LIMIT " + RULES_LIMIT);
    return out.build();
  }

  private List<Map<String, Object>> suggestions(
      TimeRange range, CostQuery.Metric metric, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    List<String> pairs = new ArrayList<>();
    for (Name key : KEYS) {
      String column = CostTable.column(GroupKey.of(key), out);
      pairs.add("tuple('" + key.text() + "', toString(" + column + "))");
    }
    out.add("SELECT tupleElement(pair, 1) AS k, tupleElement(pair, 2) AS v,")
        .add(" toString(currency) AS c, count(), ")
        .add(sum(metric.column()) + ", " + sum("abs(" + metric.column() + ")") + " AS size")
        .add(" FROM (SELECT currency, " + metric.column() + ", arrayJoin(arrayConcat([")
        .add(String.join(", ", pairs))
        .add("], arrayMap((k, v) -> tuple(concat('tag:', toString(k)), v),")
        .add(" mapKeys(tags), mapValues(tags)))) AS pair");
    from(range, snapshot, out);
    out.add(" AND team = 'unattributed') WHERE v NOT IN ('', '-')")
        .add(" GROUP BY k, v, c ORDER BY size DESC, k, v, c LIMIT " + SUGGESTIONS_LIMIT);
    List<Map<String, Object>> suggestions = new ArrayList<>();
    for (List<String> row : answers.rows(out.build())) {
      GroupKey.parse(row.get(0)).ifPresent(key -> suggestions.add(suggestion(key, row)));
    }
    return suggestions;
  }

  private static Map<String, Object> suggestion(GroupKey key, List<String> row) {
    Optional<SuggestedRule> byValues = SuggestedRule.byValuesOf(key);
    SuggestedRule rule = byValues.orElseGet(() -> SuggestedRule.ofValue(key, row.get(1)));
    return Answers.fields(
        "key", key.text(),
        "value", row.get(1),
        "currency", row.get(2),
        "lines", Long.parseLong(row.get(3)),
        "amount", Amount.parse(row.get(4)).toString(),
        "match", rule.match().text(),
        "team", rule.team().isEmpty() ? null : rule.team());
  }

  private static void from(TimeRange range, Snapshot snapshot, SqlWriter out) {
    SnapshotSql.from(out, CostTable.LINES.view(), snapshot).add(" WHERE ");
    SnapshotSql.within(out, "toDateTime64(day, 6, 'UTC')", range);
  }

  private static String sum(String expression) {
    return "ifNull(sum(toDecimal256(" + expression + ", 18)), toDecimal256(0, 18))";
  }
}
