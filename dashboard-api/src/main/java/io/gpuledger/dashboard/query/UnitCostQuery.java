package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.cost.unit.GpuHourCost;
import io.gpuledger.dashboard.auth.AccessScope;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What an hour of a GPU cost by group: paid, allocated, busy and productive hours. Money without
 * device-time (what is no GPU, commitments nobody used) is not part of it.
 *
 * @param range whole UTC days of usage
 * @param groupBy keys of the rows
 * @param metric which cost
 * @param limit rows at most; the rest of a currency is its {@code other}
 */
public record UnitCostQuery(
    TimeRange range,
    List<GroupKey> groupBy,
    CostQuery.Metric metric,
    Filter filter,
    Optional<String> currency,
    int limit) {
  private static final BigDecimal NANOS_PER_HOUR = BigDecimal.valueOf(3_600_000_000_000L);

  private static final String TIMES =
      "sum(toInt128(device_nanos)),"
          + " sumIf(toInt128(device_nanos), state IN ('productive', 'active', 'held_idle')),"
          + " sumIf(toInt128(device_nanos), state IN ('productive', 'active')),"
          + " sumIf(toInt128(device_nanos), state = 'productive')";

  public UnitCostQuery {
    groupBy = List.copyOf(groupBy);
  }

  /** What is wrong with the question; empty if nothing is. */
  public List<String> faults() {
    return CostQuery.dayFaults(range);
  }

  /**
   * Rows: keys, currency, amount, lines without it, the four times, and where amounts are to be
   * converted the span of one rate.
   */
  BoundSql rows(Snapshot snapshot, AccessScope scope, Optional<Exchange> exchange) {
    SqlWriter out = new SqlWriter();
    List<String> columns = new ArrayList<>();
    for (GroupKey key : groupBy) {
      columns.add("toString(" + CostTable.column(key, out) + ")");
    }
    out.add("SELECT ");
    String names = "";
    for (int i = 0; i < columns.size(); i++) {
      out.add(columns.get(i) + " AS k" + i + ", ");
      names += "k" + i + ", ";
    }
    String span = sums(snapshot, scope, exchange, out);
    if (exchange.isPresent()) {
      if (!columns.isEmpty()) {
        worthiest(snapshot, scope, exchange.get(), String.join(", ", columns), out);
      }
      return out.add(" GROUP BY " + names + "c" + span).build();
    }
    out.add(" GROUP BY " + names + "c ORDER BY abs(amount) DESC, " + names + "c LIMIT ")
        .bind("UInt32", String.valueOf(limit));
    return out.build();
  }

  /** Only the groups that are worth most in the wanted currency, each with all its currencies. */
  private void worthiest(
      Snapshot snapshot, AccessScope scope, Exchange exchange, String columns, SqlWriter out) {
    int most = Math.max(1, Math.min(limit, CostQuery.ROWS_LIMIT / exchange.spans(range).size()));
    out.add(" AND tuple(" + columns + ") IN (SELECT tuple(" + columns + ")");
    from(snapshot, scope, out);
    out.add(" GROUP BY " + columns + " ORDER BY ")
        .add(exchange.worth(metric.column(), range, out) + " DESC, " + columns + " LIMIT ")
        .bind("UInt32", String.valueOf(most))
        .add(")");
  }

  /** Rows: currency, amount, lines without it, the four times, and the span as in rows. */
  BoundSql totals(Snapshot snapshot, AccessScope scope, Optional<Exchange> exchange) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT ");
    String span = sums(snapshot, scope, exchange, out);
    out.add(" GROUP BY c" + span + " ORDER BY c");
    return out.build();
  }

  private CostTable table() {
    Set<GroupKey> keys = new TreeSet<>(filter.keys());
    keys.addAll(groupBy);
    return CostTable.of(keys, false);
  }

  private String sums(
      Snapshot snapshot, AccessScope scope, Optional<Exchange> exchange, SqlWriter out) {
    String span = exchange.map(into -> ", " + into.span("day", range, out)).orElse("");
    out.add("toString(currency) AS c, ifNull(sum(toDecimal256(" + metric.column())
        .add(", 18)), toDecimal256(0, 18)) AS amount, ")
        .add(table().linesWithout(metric) + ", " + TIMES + span);
    from(snapshot, scope, out);
    return span;
  }

  private void from(Snapshot snapshot, AccessScope scope, SqlWriter out) {
    SnapshotSql.from(out, table().view(), snapshot).add(" WHERE ");
    SnapshotSql.within(out, "toDateTime64(day, 6, 'UTC')", range)
        .add(" AND state NOT IN ('not_gpu', 'unused_commitment') AND " + BasisSql.FROM_BILL)
        .add(" AND ");
    new FilterSql(out, CostTable::column).write(filter);
    ScopeSql.write(scope, out);
    currency.ifPresent(wanted -> out.add(" AND currency = ").bind("String", wanted));
  }

  private record Cost(GpuHourCost hours, long linesWithout) {
    static final Cost NOTHING = new Cost(GpuHourCost.NOTHING, 0);

    static Cost of(List<String> row) {
      return new Cost(
          new GpuHourCost(
              Amount.parse(row.get(0)),
              new BigInteger(row.get(2)),
              new BigInteger(row.get(3)),
              new BigInteger(row.get(4)),
              new BigInteger(row.get(5))),
          Long.parseLong(row.get(1)));
    }

    Cost minus(Cost other) {
      return new Cost(hours.minus(other.hours), linesWithout - other.linesWithout);
    }
  }

  /** The answer; the rows and the other of a currency sum to its total. */
  Map<String, Object> answer(
      List<List<String>> rows,
      List<List<String>> totals,
      List<Map<String, Object>> freshness,
      Snapshot snapshot) {
    Map<String, Cost> all = new TreeMap<>();
    totals.forEach(row -> all.put(row.get(0), Cost.of(row.subList(1, row.size()))));
    Map<String, Cost> left = new TreeMap<>(all);
    List<Map<String, Object>> answers = new ArrayList<>();
    for (List<String> row : rows) {
      Map<String, String> group = new LinkedHashMap<>();
      for (int i = 0; i < groupBy.size(); i++) {
        String value = row.get(i);
        group.put(groupBy.get(i).text(), value.isEmpty() ? GroupKey.MISSING : value);
      }
      String of = row.get(groupBy.size());
      Cost cost = Cost.of(row.subList(groupBy.size() + 1, row.size()));
      left.put(of, left.getOrDefault(of, Cost.NOTHING).minus(cost));
      Map<String, Object> answer = Answers.fields("group", group, "currency", of);
      answer.putAll(fields(cost));
      answers.add(answer);
    }
    return Answers.fields(
        "metric",
        metric.name().toLowerCase(Locale.ROOT),
        "rows",
        answers,
        "totals",
        byCurrency(all),
        "others",
        byCurrency(left),
        "freshness",
        freshness,
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  private static List<Map<String, Object>> byCurrency(Map<String, Cost> costs) {
    List<Map<String, Object>> answers = new ArrayList<>();
    costs.forEach(
        (currency, cost) -> {
          Map<String, Object> answer = Answers.fields("currency", currency);
          answer.putAll(fields(cost));
          answers.add(answer);
        });
    return answers;
  }

  private static Map<String, Object> fields(Cost cost) {
    GpuHourCost hours = cost.hours;
    return Answers.fields(
        "amount",
        cost.linesWithout > 0 && hours.amount().isZero() ? null : hours.amount().toString(),
        "linesWithout",
        cost.linesWithout,
        "gpuHours",
        Answers.fields(
            "paid", text(hours.paid()),
            "allocated", text(hours.allocated()),
            "busy", text(hours.busy()),
            "productive", text(hours.productive())),
        "perGpuHour",
        Answers.fields(
            "paid", price(cost, hours.paid()),
            "allocated", price(cost, hours.allocated()),
            "busy", price(cost, hours.busy()),
            "productive", price(cost, hours.productive())));
  }

  /** Null where there is no such time, or where money of some of it is not known. */
  private static @Nullable String price(Cost cost, BigInteger nanos) {
    return cost.linesWithout > 0
        ? null
        : cost.hours.perHour(nanos).map(BigDecimal::toPlainString).orElse(null);
  }

  private static String text(BigInteger nanos) {
    return new BigDecimal(nanos).divide(NANOS_PER_HOUR, 3, RoundingMode.HALF_UP).toPlainString();
  }
}
