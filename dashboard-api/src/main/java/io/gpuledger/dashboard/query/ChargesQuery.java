package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The charges behind a figure: those with a line that the filter matches, by the size of what these
 * lines bear of them.
 *
 * @param range whole UTC days of usage
 * @param metric which cost
 * @param limit charges at most
 * @param offset charges to skip
 */
public record ChargesQuery(
    TimeRange range,
    CostQuery.Metric metric,
    Filter filter,
    Optional<String> currency,
    int limit,
    int offset) {
  /** What is said of a charge, by the column of its lines. */
  private static final List<String> SAID =
      List.of(
          "source",
          "account",
          "service",
          "charge_category",
          "sku",
          "resource",
          "device_model",
          "basis");

  /** What is wrong with the question; empty if nothing is. */
  public List<String> faults() {
    return CostQuery.dayFaults(range);
  }

  /** Rows: delivery, row, currency, amount, lines, lines without it, times, what is said. */
  BoundSql rows(Snapshot snapshot, AccessScope scope) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT delivery_id, row_no, toString(currency) AS c, ifNull(sum(toDecimal256(")
        .add(metric.column() + ", 18)), toDecimal256(0, 18)) AS amount, count(), ")
        .add(CostTable.LINES.linesWithout(metric) + ", sum(toInt128(device_nanos)), ")
        .add(SnapshotSql.iso("min(usage_start)") + ", " + SnapshotSql.iso("max(usage_end)"));
    SAID.forEach(column -> out.add(", any(toString(" + column + "))"));
    from(snapshot, scope, out);
    out.add(" GROUP BY delivery_id, row_no, c")
        .add(" ORDER BY abs(amount) DESC, delivery_id, row_no LIMIT ")
        .bind("UInt32", String.valueOf(limit))
        .add(" OFFSET ")
        .bind("UInt32", String.valueOf(offset));
    return out.build();
  }

  /** Rows: currency, charges, amount. */
  BoundSql totals(Snapshot snapshot, AccessScope scope) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(currency) AS c, uniqExact(delivery_id, row_no), ifNull(sum(")
        .add("toDecimal256(" + metric.column() + ", 18)), toDecimal256(0, 18))");
    from(snapshot, scope, out);
    out.add(" GROUP BY c ORDER BY c");
    return out.build();
  }

  /** Rows: currency, amount, span of one rate. */
  BoundSql spans(Snapshot snapshot, AccessScope scope, Exchange exchange) {
    SqlWriter out = new SqlWriter();
    String span = exchange.span("day", range, out);
    out.add("SELECT toString(currency) AS c, ifNull(sum(toDecimal256(" + metric.column())
        .add(", 18)), toDecimal256(0, 18)), " + span);
    from(snapshot, scope, out);
    out.add(" GROUP BY c, " + span + " ORDER BY c, " + span);
    return out.build();
  }

  /** The total of {@link #spans} in the wanted currency, without what has no rate. */
  Amount converted(Exchange exchange, List<List<String>> rows) {
    Map<Exchange.Whole, Amount> wholes = new LinkedHashMap<>();
    rows.forEach(
        row -> wholes.put(ConvertedRows.whole(row.get(0), row.get(2)), Amount.parse(row.get(1))));
    return exchange.convert(wholes, List.of()).wholes().values().stream()
        .filter(done -> done.currency().equals(exchange.currency()))
        .map(Exchange.Exchanged::amount)
        .reduce(Amount.ZERO, Amount::plus);
  }

  private void from(Snapshot snapshot, AccessScope scope, SqlWriter out) {
    SnapshotSql.from(out, CostTable.LINES.view(), snapshot).add(" WHERE ");
    SnapshotSql.within(out, "toDateTime64(day, 6, 'UTC')", range)
        .add(BasisSql.and(metric, false) + " AND ");
    new FilterSql(out, CostTable::column).write(filter);
    ScopeSql.write(scope, out);
    currency.ifPresent(wanted -> out.add(" AND currency = ").bind("String", wanted));
  }

  Map<String, Object> answer(
      List<List<String>> rows, List<List<String>> totals, Snapshot snapshot) {
    List<Map<String, Object>> answers = new ArrayList<>();
    for (List<String> row : rows) {
      Amount amount = Amount.parse(row.get(3));
      long without = Long.parseLong(row.get(5));
      Map<String, Object> answer =
          Answers.fields(
              "chargeId", row.get(0) + ":" + row.get(1),
              "currency", row.get(2),
              "amount", without > 0 && amount.isZero() ? null : amount.toString(),
              "lines", Long.parseLong(row.get(4)),
              "deviceNanos", row.get(6),
              "usageStart", row.get(7),
              "usageEnd", row.get(8));
      for (int i = 0; i < SAID.size(); i++) {
        answer.put(TraceQuery.camel(SAID.get(i)), row.get(9 + i));
      }
      answers.add(answer);
    }
    long charges = 0;
    List<Map<String, Object>> sums = new ArrayList<>();
    for (List<String> row : totals) {
      charges += Long.parseLong(row.get(1));
      sums.add(
          Answers.fields(
              "currency", row.get(0),
              "charges", Long.parseLong(row.get(1)),
              "amount", Amount.parse(row.get(2)).toString()));
    }
    return Answers.fields(
        "rows",
        answers,
        "totalRows",
        charges,
        "totals",
        sums,
        "snapshot",
        CostView.snapshotFields(snapshot));
  }
}
