package io.gpuledger.dashboard.query;

import io.gpuledger.cost.reconcile.BillingTerms;
import io.gpuledger.cost.time.TimeRange;
import java.time.Duration;
import java.util.List;

/** The statements of a reconciliation. */
final class ReconcileSql {
  /** States of a device-second, in the order of the columns. */
  static final List<String> STATES =
      List.of("productive", "active", "held_idle", "unallocated", "unobserved");

  /** How far around the range a machine's bill is looked for. */
  private static final Duration AROUND = Duration.ofDays(62);

  private ReconcileSql() {}

  /**
   * Rows: provider, source, account, invoice, SKU, resource, currency, day, cluster, node, state,
   * whether it has an owner, whether the SKU is not recognised, charges without a count of devices,
   * whether all charges of it cover whole days, paid nanoseconds, those without the cost, amount.
   */
  static BoundSql billed(ReconcileQuery query, Snapshot snapshot, int limit) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(provider) AS k0, toString(source) AS k1, toString(account) AS k2,")
        .add(" toString(invoice) AS k3, toString(sku) AS k4,")
        .add(" if(state = 'not_gpu', '-', resource) AS k5, toString(currency) AS k6,")
        .add(" toString(day) AS k7, toString(cluster) AS k8, toString(node) AS k9,")
        .add(" toString(state) AS k10, team != 'unattributed' AS k11,")
        .add(" state = 'unobserved' AND node = '-' AND device_model = '-' AS k12,")
        .add(" countIf((delivery_id, row_no) IN (SELECT delivery_id, row_no");
    SnapshotSql.from(out, "charges_as_of", snapshot)
        .add(" WHERE x_accelerator = 'known' AND ifNull(x_device_count, toDecimal128(0, 18)) <= 0")
        .add(" AND ifNull(charge_category, 'Usage') = 'Usage' AND charge_period_start < ")
        .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(query.range().end()))
        .add(" AND charge_period_end > ")
        .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(query.range().start()))
        .add(")) AS unstated,")
        .add(" countIf(device_nanos != 0 AND dateDiff('second', usage_start, usage_end) != 86400)")
        .add(" = 0 AS whole, sum(toInt128(device_nanos)) AS paid, ")
        .add(unpriced(query.metric()) + " AS unpriced,")
        .add(" ifNull(sum(toDecimal256(" + query.metric().column() + ", 18)),")
        .add(" toDecimal256(0, 18)) AS amount");
    lines(out, query.range(), snapshot);
    out.add(" AND basis = 'from_bill' GROUP BY k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, k10, k11,")
        .add(" k12 ORDER BY k8, k9, k7, k1, k5, k3, k4, k2, k0, k6, k10, k11, k12 LIMIT ")
        .bind("UInt32", String.valueOf(limit));
    return out.build();
  }

  private static String unpriced(CostQuery.Metric metric) {
    return metric == CostQuery.Metric.BILLED
        ? "toInt128(0)"
        : "sumIf(toInt128(device_nanos), bitTest(absent_costs, " + metric.absentBit() + "))";
  }

  private static void lines(SqlWriter out, TimeRange range, Snapshot snapshot) {
    SnapshotSql.from(out, "allocation_lines_as_of", snapshot).add(" WHERE ");
    SnapshotSql.within(out, "toDateTime64(day, 6, 'UTC')", range);
  }

  /** Rows: cluster, node, source, provider, currency, last day billed, around the range. */
  static BoundSql payers(ReconcileQuery query, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(cluster) AS k0, toString(node) AS k1, toString(source) AS k2,")
        .add(" toString(argMax(provider, day)) AS p, toString(argMax(currency, day)) AS c,")
        .add(" toString(max(day)) AS d");
    TimeRange range = query.range();
    lines(out, new TimeRange(range.start().minus(AROUND), range.end().plus(AROUND)), snapshot);
    out.add(" AND basis = 'from_bill' AND device_nanos > 0 GROUP BY k0, k1, k2")
        .add(" ORDER BY d DESC, k2, k0, k1");
    return out.build();
  }

  /** Rows: currency, sum of the cells' own sums, of billed or effective cost. */
  static BoundSql cells(ReconcileQuery query, Snapshot snapshot) {
    String column = query.metric().column();
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(k) AS c, sum(toDecimal256(v, 18))");
    SnapshotSql.from(out, "allocation_cells_as_of", snapshot)
        .add(" ARRAY JOIN mapKeys(" + column + ") AS k, mapValues(" + column + ") AS v WHERE ");
    SnapshotSql.within(out, "toDateTime64(day, 6, 'UTC')", query.range())
        .add(" GROUP BY c ORDER BY c");
    return out.build();
  }

  /** Rows: currency, sum of all lines, whatever their basis. */
  static BoundSql allLines(ReconcileQuery query, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(currency) AS c, sum(toDecimal256(" + query.metric().column())
        .add(", 18))");
    lines(out, query.range(), snapshot);
    return out.add(" GROUP BY c ORDER BY c").build();
  }

  /**
   * Rows: cluster, node, day, devices, nanoseconds of each of {@link #STATES}. A device that is cut
   * counts once.
   */
  static BoundSql seen(TimeRange range, BillingTerms terms, WeighedUsage usage) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(cluster) AS k0, toString(node) AS k1, toString(" + day(terms, out))
        .add(") AS d, uniqExact(device_uuid)");
    STATES.forEach(state -> out.add(", sumIf(toInt128(state_nanos), state = '" + state + "')"));
    Duration around = terms.hasOwnDay() ? Duration.ofDays(2) : Duration.ZERO;
    usage.minutes(out, new TimeRange(range.start().minus(around), range.end().plus(around)));
    return out.add(" GROUP BY k0, k1, d ORDER BY k0, k1, d").build();
  }

  /** The bill's day of a minute. */
  private static String day(BillingTerms terms, SqlWriter out) {
    if (!terms.hasOwnDay()) {
      return "toDate(minute)";
    }
    // As wall clock, so that the shift is one of the clock and not of the time that passes.
    return "toDate(toDateTime(formatDateTime(minute, '%Y-%m-%d %H:%i:%S', "
        + out.parameter("String", terms.zone().getId())
        + "), 'UTC') + toIntervalSecond("
        + out.parameter("Int64", String.valueOf(terms.shift().toSeconds()))
        + "))";
  }

  /** Rows: cluster, node, devices, start and end in seconds; what is configured. */
  static BoundSql inventory() {
    return new SqlWriter()
        .add(
            "SELECT toString(cluster), toString(node), argMaxIf(device_count, version, device_count"
                + " > 0) AS n,")
        .add(" toUnixTimestamp(toDateTime(valid_from, 'UTC')) AS s,")
        .add(" ifNull(toInt64(toUnixTimestamp(toDateTime(tupleElement(argMax(tuple(valid_to),")
        .add(" version), 1), 'UTC'))), 4102444800) AS e FROM device_inventory")
        .add(" WHERE origin = 'configured' AND gpu_instance = '' AND compute_instance = ''")
        .add(" GROUP BY cluster, node, valid_from HAVING n > 0 AND e > s")
        .add(" ORDER BY cluster, node, valid_from")
        .build();
  }
}
