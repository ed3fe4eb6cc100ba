package io.gpuledger.dashboard.query;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.delivery.FarLess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Versions of scopes, newest first, and what is still on its way. */
final class DeliveryQuery {
  private static final String SCOPE =
      "scope_kind, scope_account, "
          + SnapshotSql.iso("scope_start")
          + ", "
          + SnapshotSql.iso("scope_end");

  private final Answers answers;

  /** Which of the versions. */
  record Page(int limit, int offset) {}

  DeliveryQuery(Answers answers) {
    this.answers = answers;
  }

  /**
   * A page of versions.
   *
   * @param rules of the snapshot
   */
  Map<String, Object> list(
      Optional<String> source,
      Page page,
      Snapshot snapshot,
      RulesInForce rules,
      List<LiveFacts.Pending> underWay) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT delivery_id, toString(source), " + SCOPE + ", toString(delivery_kind),")
        .add(" sequence, toString(format), toString(focus_version),")
        .add(" arrayStringConcat(file_names, '\\n'), rows_read, rows_accepted, rows_rejected,")
        .add(" rows_duplicate, " + SnapshotSql.sums("billed_cost") + ", ")
        .add(SnapshotSql.sums("effective_cost") + ", " + SnapshotSql.sums("list_cost") + ", ")
        .add(SnapshotSql.sums("contracted_cost") + ", " + SnapshotSql.iso("recorded_at"))
        .add(", delivery_id IN (SELECT delivery_id");
    SnapshotSql.from(out, "deliveries_as_of", snapshot)
        .add("), warnings, " + SnapshotSql.sums("duplicate_billed_cost"))
        .add(", lagInFrame(toString(delivery_kind)) OVER versions,")
        .add(" lagInFrame(rows_accepted) OVER versions, lagInFrame(")
        .add(SnapshotSql.sums("billed_cost") + ") OVER versions");
    from(out, source, snapshot);
    out.add(" WINDOW versions AS (PARTITION BY source, scope_kind, scope_account, scope_start,")
        .add(" scope_end ORDER BY sequence)");
    out.add(" ORDER BY recorded_at DESC, delivery_id LIMIT ")
        .bind("UInt64", String.valueOf(page.limit()))
        .add(" OFFSET ")
        .bind("UInt64", String.valueOf(page.offset()));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (List<String> row : answers.rows(out.build())) {
      rows.add(row(row, rules));
    }
    SqlWriter count = new SqlWriter().add("SELECT count()");
    from(count, source, snapshot);
    long total = Long.parseLong(answers.rows(count.build()).get(0).get(0));
    List<LiveFacts.Pending> pending =
        underWay.stream()
            .filter(one -> source.isEmpty() || source.get().equals(one.source()))
            .toList();
    return Answers.fields(
        "rows",
        rows,
        "totalRows",
        total,
        "pending",
        pending,
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  private static void from(SqlWriter out, Optional<String> source, Snapshot snapshot) {
    out.add(" FROM deliveries WHERE " + BasisSql.BILL_DELIVERIES + " AND recorded_at <= ")
        .bind(SnapshotSql.INSTANT, snapshot.parameter());
    source.ifPresent(wanted -> out.add(" AND source = ").bind("String", wanted));
  }

  private static Map<String, Object> row(List<String> row, RulesInForce rules) {
    return Answers.fields(
        "deliveryId", row.get(0),
        "source", row.get(1),
        "scope", scope(row, 2),
        "kind", row.get(6),
        "sequence", Long.parseLong(row.get(7)),
        "format", row.get(8),
        "focusVersion", row.get(9),
        "fileNames", row.get(10).isEmpty() ? List.of() : List.of(row.get(10).split("\n", -1)),
        "rowsRead", Long.parseLong(row.get(11)),
        "rowsAccepted", Long.parseLong(row.get(12)),
        "rowsRejected", Long.parseLong(row.get(13)),
        "rowsDuplicate", Long.parseLong(row.get(14)),
        "billedCost", Sums.parse(row.get(15)),
        "effectiveCost", Sums.parse(row.get(16)),
        "listCost", Sums.parse(row.get(17)),
        "contractedCost", Sums.parse(row.get(18)),
        "recordedAt", row.get(19),
        "inForce", row.get(20).equals("1") && !row.get(6).equals("retract"),
        "warnings", Long.parseLong(row.get(21)),
        "duplicateBilledCost", Sums.parse(row.get(22)),
        "farLess", farLess(row, rules).orElse(null));
  }

  /** Only whole versions are compared: what is appended does not take the place of anything. */
  private static Optional<String> farLess(List<String> row, RulesInForce rules) {
    return row.get(6).equals("overwrite") && row.get(23).equals("overwrite")
        ? FarLess.of(
            Long.parseLong(row.get(12)),
            amounts(row.get(15)),
            Long.parseLong(row.get(24)),
            amounts(row.get(25)),
            rules.farLess(row.get(1)))
        : Optional.empty();
  }

  private static Map<String, Amount> amounts(String sums) {
    Map<String, Amount> amounts = new HashMap<>();
    Sums.parse(sums).forEach((currency, sum) -> amounts.put(currency, Amount.parse(sum)));
    return amounts;
  }

  static Map<String, Object> scope(List<String> row, int at) {
    return Answers.fields(
        "kind",
        row.get(at),
        "account",
        row.get(at + 1),
        "start",
        row.get(at + 2),
        "end",
        row.get(at + 3));
  }
}
