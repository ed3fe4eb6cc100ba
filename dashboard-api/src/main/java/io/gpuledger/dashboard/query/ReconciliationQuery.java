package io.gpuledger.dashboard.query;

import io.gpuledger.cost.time.TimeRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Manifest, stored and allocated rows and sums of each delivery in force, side by side. */
final class ReconciliationQuery {
  /** Most deliveries of an answer. */
  static final int DELIVERIES_LIMIT = 2_000;

  private final Answers answers;

  ReconciliationQuery(Answers answers) {
    this.answers = answers;
  }

  private record Part(long rows, Map<String, String> billed, Map<String, String> effective) {
    static final Part NONE = new Part(0, Map.of(), Map.of());
  }

  Map<String, Object> list(TimeRange range, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT delivery_id, toString(source), scope_kind, scope_account, ")
        .add(SnapshotSql.iso("scope_start") + ", " + SnapshotSql.iso("scope_end"))
        .add(", rows_accepted, rows_rejected, " + SnapshotSql.sums("billed_cost") + ", ")
        .add(SnapshotSql.sums("effective_cost"));
    inForce(out, range, snapshot);
    out.add(" ORDER BY source, scope_account, scope_start, delivery_id LIMIT ")
        .bind("UInt64", String.valueOf(DELIVERIES_LIMIT));
    Map<String, Part> stored =
        parts("charges_as_of", "toString(billing_currency)", range, snapshot);
    Map<String, Part> allocated =
        parts("allocation_lines_as_of", "toString(currency)", range, snapshot);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (List<String> row : answers.rows(out.build())) {
      rows.add(
          row(
              row,
              stored.getOrDefault(row.get(0), Part.NONE),
              allocated.getOrDefault(row.get(0), Part.NONE)));
    }
    return Answers.fields("rows", rows, "snapshot", CostView.snapshotFields(snapshot));
  }

  private static void inForce(SqlWriter out, TimeRange range, Snapshot snapshot) {
    SnapshotSql.from(out, "deliveries_as_of", snapshot);
    out.add(" WHERE delivery_kind != 'retract' AND scope_start < ")
        .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(range.end()))
        .add(" AND scope_end > ")
        .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(range.start()));
  }

  private Map<String, Part> parts(
      String view, String currency, TimeRange range, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT delivery_id, " + currency + " AS c, uniqExact(row_no),")
        .add(" sum(toDecimal256(billed_cost, 18)),")
        .add(" ifNull(sum(toDecimal256(effective_cost, 18)), toDecimal256(0, 18))");
    SnapshotSql.from(out, view, snapshot);
    out.add(" WHERE delivery_id IN (SELECT delivery_id");
    inForce(out, range, snapshot);
    out.add(") GROUP BY delivery_id, c ORDER BY delivery_id, c");
    Map<String, Part> parts = new HashMap<>();
    for (List<String> row : answers.rows(out.build())) {
      Part one =
          new Part(
              Long.parseLong(row.get(2)),
              Sums.parse(row.get(1) + "=" + row.get(3)),
              Sums.parse(row.get(1) + "=" + row.get(4)));
      parts.merge(row.get(0), one, ReconciliationQuery::both);
    }
    return parts;
  }

  private static Part both(Part left, Part right) {
    Map<String, String> billed = new HashMap<>(left.billed);
    billed.putAll(right.billed);
    Map<String, String> effective = new HashMap<>(left.effective);
    effective.putAll(right.effective);
    return new Part(left.rows + right.rows, billed, effective);
  }

  private static Map<String, Object> row(List<String> row, Part stored, Part allocated) {
    long manifestRows = Long.parseLong(row.get(6));
    Map<String, String> billed = Sums.parse(row.get(8));
    Map<String, String> effective = Sums.parse(row.get(9));
    boolean ok =
        manifestRows == stored.rows
            && manifestRows == allocated.rows
            && Sums.agree(billed, stored.billed)
            && Sums.agree(billed, allocated.billed)
            && Sums.agree(effective, stored.effective)
            && Sums.agree(effective, allocated.effective);
    return Answers.fields(
        "deliveryId", row.get(0),
        "source", row.get(1),
        "scope", DeliveryQuery.scope(row, 2),
        "manifestRows", manifestRows,
        "storedRows", stored.rows,
        "rejectedRows", Long.parseLong(row.get(7)),
        "allocatedCharges", allocated.rows,
        "billed",
            Answers.fields(
                "manifest", billed, "stored", stored.billed, "allocated", allocated.billed),
        "effective",
            Answers.fields(
                "manifest",
                effective,
                "stored",
                stored.effective,
                "allocated",
                allocated.effective),
        "ok", ok);
  }
}
