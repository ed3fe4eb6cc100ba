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

  /** The four costs, in the order of columns and answers. */
  private static final List<String> COSTS = List.of("billed", "effective", "list", "contracted");

  /** Distinct rows, and sums by currency of each of {@link #COSTS}. */
  private record Part(long rows, List<Map<String, String>> costs) {
    static final Part NONE = new Part(0, List.of(Map.of(), Map.of(), Map.of(), Map.of()));
  }

  Map<String, Object> list(TimeRange range, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT delivery_id, toString(source), scope_kind, scope_account, ")
        .add(SnapshotSql.iso("scope_start") + ", " + SnapshotSql.iso("scope_end"))
        .add(", rows_accepted, rows_rejected");
    COSTS.forEach(cost -> out.add(", " + SnapshotSql.sums(cost + "_cost")));
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
    return Answers.fields(
        "rows",
        rows,
        "totalRows",
        rows.size() < DELIVERIES_LIMIT ? rows.size() : count(range, snapshot),
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  private long count(TimeRange range, Snapshot snapshot) {
    SqlWriter out = new SqlWriter().add("SELECT count()");
    inForce(out, range, snapshot);
    return Long.parseLong(answers.rows(out.build()).get(0).get(0));
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
    out.add("SELECT delivery_id, " + currency + " AS c, uniqExact(row_no)");
    for (String cost : COSTS) {
      out.add(", ifNull(sum(toDecimal256(" + cost + "_cost, 18)), toDecimal256(0, 18))");
    }
    SnapshotSql.from(out, view, snapshot);
    out.add(" WHERE delivery_id IN (SELECT delivery_id");
    inForce(out, range, snapshot);
    out.add(") GROUP BY delivery_id, c ORDER BY delivery_id, c");
    Map<String, Part> parts = new HashMap<>();
    for (List<String> row : answers.rows(out.build())) {
      List<Map<String, String>> costs = new ArrayList<>();
      for (int i = 0; i < COSTS.size(); i++) {
        costs.add(Sums.parse(row.get(1) + "=" + row.get(3 + i)));
      }
      Part one = new Part(Long.parseLong(row.get(2)), costs);
      parts.merge(row.get(0), one, ReconciliationQuery::both);
    }
    return parts;
  }

  private static Part both(Part left, Part right) {
    List<Map<String, String>> costs = new ArrayList<>();
    for (int i = 0; i < COSTS.size(); i++) {
      Map<String, String> sums = new HashMap<>(left.costs.get(i));
      sums.putAll(right.costs.get(i));
      costs.add(sums);
    }
    return new Part(left.rows + right.rows, costs);
  }

  private static Map<String, Object> row(List<String> row, Part stored, Part allocated) {
    long manifestRows = Long.parseLong(row.get(6));
    boolean ok = manifestRows == stored.rows && manifestRows == allocated.rows;
    Map<String, Object> fields =
        Answers.fields(
            "deliveryId", row.get(0),
            "source", row.get(1),
            "scope", DeliveryQuery.scope(row, 2),
            "manifestRows", manifestRows,
            "storedRows", stored.rows,
            "rejectedRows", Long.parseLong(row.get(7)),
            "allocatedCharges", allocated.rows);
    for (int i = 0; i < COSTS.size(); i++) {
      Map<String, String> manifest = Sums.parse(row.get(8 + i));
      ok &=
          Sums.agree(manifest, stored.costs.get(i)) && Sums.agree(manifest, allocated.costs.get(i));
      fields.put(
          COSTS.get(i),
          Answers.fields(
              "manifest",
              manifest,
              "stored",
              stored.costs.get(i),
              "allocated",
              allocated.costs.get(i)));
    }
    fields.put("ok", ok);
    return fields;
  }
}
