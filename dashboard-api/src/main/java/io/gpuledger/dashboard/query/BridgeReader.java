package io.gpuledger.dashboard.query;

import io.gpuledger.cost.invoice.Bridge;
import io.gpuledger.cost.invoice.BridgeClass;
import io.gpuledger.cost.invoice.BridgeFacts;
import io.gpuledger.cost.invoice.BridgeLine;
import io.gpuledger.cost.invoice.PeriodTie;
import io.gpuledger.cost.money.Amount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads bridges and the charges behind their lines. */
final class BridgeReader {
  private static final List<String> TEXTS =
      List.of(
          "source",
          "billing_account_id",
          "invoice_id",
          "charge_category",
          "charge_class",
          "charge_frequency",
          "charge_description",
          "commitment_discount_id",
          "commitment_discount_status");

  private final Answers answers;

  BridgeReader(Answers answers) {
    this.answers = answers;
  }

  BridgeFigures figures(BridgeQuery query, Snapshot snapshot) {
    Map<String, List<Bridge.Group>> groups = groups(query, snapshot);
    Map<String, Bridge.EffectiveTotal> totals = new TreeMap<>();
    for (List<String> row : answers.rows(query.effective(snapshot))) {
      totals.put(
          row.get(0),
          new Bridge.EffectiveTotal(Amount.parse(row.get(1)), Long.parseLong(row.get(2))));
    }
    TreeSet<String> currencies = new TreeSet<>(groups.keySet());
    currencies.addAll(totals.keySet());
    Map<String, PeriodTie> ties =
        new InvoiceQuery(answers)
            .find(query.range(), query.source(), query.account(), snapshot)
            .ties();
    // An invoice of a currency without a charge: its bridge is of nothing, and says so.
    currencies.addAll(ties.keySet());
    List<Bridge> bridges = new ArrayList<>();
    for (String currency : currencies) {
      bridges.add(
          Bridge.of(
              currency,
              groups.getOrDefault(currency, List.of()),
              totals.getOrDefault(currency, Bridge.EffectiveTotal.NOTHING)));
    }
    return new BridgeFigures(bridges, ties, AllocationLag.of(answers, snapshot).waiting());
  }

  private Map<String, List<Bridge.Group>> groups(BridgeQuery query, Snapshot snapshot) {
    List<List<String>> rows = answers.rows(query.groups(snapshot));
    boolean overBorder =
        rows.stream().anyMatch(row -> facts(row.get(1)).usage() == BridgeFacts.Usage.PARTLY);
    Map<String, Amount> inside = new HashMap<>();
    if (overBorder) {
      for (List<String> row : answers.rows(query.partly(snapshot))) {
        inside.put(row.get(0) + " " + row.get(1), Amount.parse(row.get(2)));
      }
    }
    Map<String, List<Bridge.Group>> groups = new TreeMap<>();
    for (List<String> row : rows) {
      BridgeFacts facts = facts(row.get(1));
      Amount effectiveHere =
          switch (facts.usage()) {
            case INSIDE -> Amount.parse(row.get(3));
            case OUTSIDE -> Amount.ZERO;
            case PARTLY -> inside.getOrDefault(row.get(0) + " " + row.get(1), Amount.ZERO);
          };
      groups
          .computeIfAbsent(row.get(0), currency -> new ArrayList<>())
          .add(
              new Bridge.Group(
                  facts, Amount.parse(row.get(2)), effectiveHere, Long.parseLong(row.get(4))));
    }
    return groups;
  }

  private static BridgeFacts facts(String code) {
    return BridgeFacts.ofCode(code);
  }

  /** The charges behind a line, the largest first, with what each adds to it. */
  Map<String, Object> charges(BridgeQuery query, BridgeBehind behind, Snapshot snapshot) {
    List<String> codes = new ArrayList<>();
    for (List<String> row : answers.rows(query.groups(snapshot))) {
      boolean wanted = behind.currency().map(row.get(0)::equals).orElse(true);
      if (wanted
          && !codes.contains(row.get(1))
          && BridgeQuery.isBehind(behind.line(), facts(row.get(1)))) {
        codes.add(row.get(1));
      }
    }
    List<List<String>> rows = answers.rows(page(query, behind, codes, snapshot));
    Map<String, Amount> inside = inside(query, rows, snapshot);
    List<Map<String, Object>> shown = new ArrayList<>();
    for (List<String> row : rows) {
      shown.add(row(row, behind.line(), inside));
    }
    SqlWriter count = new SqlWriter().add("SELECT count()");
    from(count, query, behind, codes, snapshot);
    return Answers.fields(
        "rows",
        shown,
        "totalRows",
        Long.parseLong(answers.rows(count.build()).get(0).get(0)),
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  private static BoundSql page(
      BridgeQuery query, BridgeBehind behind, List<String> codes, Snapshot snapshot) {
    SqlWriter out = new SqlWriter().add("SELECT delivery_id, toString(row_no), ");
    out.add(query.facts(out)).add(", toString(billing_currency), toString(billed_cost),");
    out.add(" ifNull(toString(effective_cost), ''), ");
    out.add(SnapshotSql.iso("charge_period_start") + ", ");
    out.add(SnapshotSql.iso("charge_period_end") + ", ");
    out.add(SnapshotSql.iso("billing_period_start"));
    for (String text : TEXTS) {
      out.add(", ifNull(toString(" + text + "), '')");
    }
    from(out, query, behind, codes, snapshot);
    return out.add(" ORDER BY greatest(abs(billed_cost), abs(ifNull(effective_cost,")
        .add(" toDecimal128(0, 18)))) DESC, delivery_id, row_no LIMIT ")
        .bind("UInt64", String.valueOf(behind.limit()))
        .add(" OFFSET ")
        .bind("UInt64", String.valueOf(behind.offset()))
        .build();
  }

  private static void from(
      SqlWriter out,
      BridgeQuery query,
      BridgeBehind behind,
      List<String> codes,
      Snapshot snapshot) {
    query.charges(out, snapshot).add(" AND has(").bindAll(codes).add(", " + query.facts(out) + ")");
    behind.currency().ifPresent(c -> out.add(" AND billing_currency = ").bind("String", c));
    behind.invoice().ifPresent(id -> out.add(" AND invoice_id = ").bind("String", id));
  }

  /** By charge id, what of the charges over a border of the month falls in it. */
  private Map<String, Amount> inside(
      BridgeQuery query, List<List<String>> rows, Snapshot snapshot) {
    List<String> ids = new ArrayList<>();
    for (List<String> row : rows) {
      if (facts(row.get(2)).usage() == BridgeFacts.Usage.PARTLY) {
        ids.add(row.get(0) + ":" + row.get(1));
      }
    }
    Map<String, Amount> inside = new HashMap<>();
    if (!ids.isEmpty()) {
      for (List<String> row : answers.rows(query.partOf(ids, snapshot))) {
        inside.put(row.get(0) + ":" + row.get(1), Amount.parse(row.get(2)));
      }
    }
    return inside;
  }

  private static Map<String, Object> row(
      List<String> row, BridgeLine line, Map<String, Amount> inside) {
    String id = row.get(0) + ":" + row.get(1);
    BridgeFacts facts = facts(row.get(2));
    boolean absent = row.get(5).isEmpty();
    Amount billed = Amount.parse(row.get(4));
    Amount effective = absent ? Amount.ZERO : Amount.parse(row.get(5));
    Amount here =
        switch (facts.usage()) {
          case INSIDE -> effective;
          case OUTSIDE -> Amount.ZERO;
          case PARTLY -> inside.getOrDefault(id, Amount.ZERO);
        };
    boolean unknown = absent && facts.usage() != BridgeFacts.Usage.OUTSIDE;
    Amount billedHere = facts.billedHere() ? billed : Amount.ZERO;
    Amount added =
        switch (line) {
          case PAYABLE -> billedHere;
          case EFFECTIVE -> here;
          case PREPAID, AMORTISATION, CORRECTIONS, CURRENCY, UNKNOWN, UNEXPLAINED ->
              here.minus(billedHere);
        };
    Map<String, Object> fields =
        Answers.fields(
            "chargeId", id,
            "class", BridgeClass.of(facts).code(),
            "currency", row.get(3),
            "billedCost", billed.toString(),
            "effectiveCost", absent ? null : effective.toString(),
            "adds", unknown && line != BridgeLine.PAYABLE ? null : added.toString(),
            "chargePeriodStart", row.get(6),
            "chargePeriodEnd", row.get(7),
            "billingPeriodStart", row.get(8));
    for (int i = 0; i < TEXTS.size(); i++) {
      fields.put(NAMES.get(i), row.get(9 + i));
    }
    return fields;
  }

  private static final List<String> NAMES =
      List.of(
          "source",
          "account",
          "invoiceId",
          "category",
          "chargeClass",
          "frequency",
          "description",
          "commitment",
          "commitmentStatus");
}
