package io.gpuledger.dashboard.query;

import io.gpuledger.cost.estimate.EstimateInput;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How one charge was split, down to each line, with the check that nothing is lost. */
final class TraceQuery {
  private static final List<String> CHARGE =
      List.of(
          "source",
          "billing_account_id",
          "billing_currency",
          "charge_category",
          "charge_description",
          "service_name",
          "service_category",
          "resource_id",
          "sku_id",
          "commitment_discount_status",
          "x_device_model",
          "x_device_count",
          "x_accelerator",
          "consumed_quantity",
          "consumed_unit",
          "invoice_id");

  private static final List<String> LINE =
      List.of(
          "toString(day)",
          "state",
          "device_model",
          "cluster",
          "node",
          "holder",
          "team",
          "cost_center",
          "project",
          "environment",
          "component",
          "split_rule",
          "rule");

  private static final List<String> COSTS =
      List.of("billed_cost", "effective_cost", "list_cost", "contracted_cost");

  private final Answers answers;

  TraceQuery(Answers answers) {
    this.answers = answers;
  }

  Optional<Object> find(String deliveryId, long rowNo, Snapshot snapshot) {
    boolean estimate = EstimateInput.isOne(deliveryId);
    String view = estimate ? "estimates_as_of" : "charges_as_of";
    List<List<String>> charges = answers.rows(charge(view, deliveryId, rowNo, snapshot));
    if (charges.isEmpty()) {
      return Optional.empty();
    }
    List<List<String>> lines = answers.rows(lines(deliveryId, rowNo, snapshot));
    Map<String, Object> answer = answer(charges.get(0), lines, snapshot);
    answer.put("basis", estimate ? "estimated" : "from_bill");
    answer.put("shadowing", shadowing(charges.get(0), snapshot));
    return Optional.of(answer);
  }

  /** Bill beside estimate, day by day; empty where the charge pays for no known accelerator. */
  private List<Map<String, Object>> shadowing(List<String> charge, Snapshot snapshot) {
    String model = charge.get(CHARGE.indexOf("x_device_model"));
    return model.isEmpty()
        ? List.of()
        : new EstimateQuery(answers)
            .shadowing(
                charge.get(CHARGE.indexOf("source")),
                charge.get(CHARGE.indexOf("billing_account_id")),
                model,
                new TimeRange(
                    Instant.parse(charge.get(CHARGE.size())),
                    Instant.parse(charge.get(CHARGE.size() + 1))),
                snapshot);
  }

  private static BoundSql charge(String view, String deliveryId, long rowNo, Snapshot snapshot) {
    SqlWriter out = new SqlWriter().add("SELECT ");
    for (String column : CHARGE) {
      out.add("ifNull(toString(" + column + "), ''), ");
    }
    out.add(SnapshotSql.iso("charge_period_start") + ", ");
    out.add(SnapshotSql.iso("charge_period_end"));
    for (String cost : COSTS) {
      out.add(", ifNull(toString(" + cost + "), '')");
    }
    SnapshotSql.from(out, view, snapshot);
    return charge(out, deliveryId, rowNo).add(" LIMIT 1").build();
  }

  private static BoundSql lines(String deliveryId, long rowNo, Snapshot snapshot) {
    SqlWriter out = new SqlWriter().add("SELECT ");
    LINE.forEach(column -> out.add(column + ", "));
    out.add("device_nanos, " + String.join(", ", COSTS) + ", line_no");
    SnapshotSql.from(out, "allocation_lines_as_of", snapshot);
    return charge(out, deliveryId, rowNo).add(" ORDER BY day, line_no").build();
  }

  private static SqlWriter charge(SqlWriter out, String deliveryId, long rowNo) {
    return out.add(" WHERE delivery_id = ")
        .bind("String", deliveryId)
        .add(" AND row_no = ")
        .bind("UInt64", Long.toUnsignedString(rowNo));
  }

  private static Map<String, Object> answer(
      List<String> charge, List<List<String>> lines, Snapshot snapshot) {
    Map<String, Object> fields = Answers.fields();
    for (int i = 0; i < CHARGE.size(); i++) {
      fields.put(camel(CHARGE.get(i)), charge.get(i));
    }
    int at = CHARGE.size();
    fields.put("chargePeriodStart", charge.get(at));
    fields.put("chargePeriodEnd", charge.get(at + 1));
    Set<String> rules = new LinkedHashSet<>();
    Set<String> splits = new LinkedHashSet<>();
    List<Map<String, Object>> rows = new ArrayList<>();
    List<Amount> sums =
        new ArrayList<>(List.of(Amount.ZERO, Amount.ZERO, Amount.ZERO, Amount.ZERO));
    for (List<String> line : lines) {
      Map<String, Object> row = Answers.fields();
      for (int i = 0; i < LINE.size(); i++) {
        String column = LINE.get(i).equals("toString(day)") ? "day" : LINE.get(i);
        row.put(camel(column), line.get(i));
      }
      rules.add(line.get(LINE.size() - 1));
      String split = line.get(LINE.indexOf("split_rule"));
      if (!split.isEmpty()) {
        splits.add(split);
      }
      row.put("deviceNanos", line.get(LINE.size()));
      for (int c = 0; c < COSTS.size(); c++) {
        Amount amount = Amount.parse(line.get(LINE.size() + 1 + c));
        row.put(camel(COSTS.get(c)), shown(amount, charge.get(at + 2 + c).isEmpty()));
        sums.set(c, sums.get(c).plus(amount));
      }
      rows.add(row);
    }
    Map<String, Object> sum = Answers.fields();
    for (int c = 0; c < COSTS.size(); c++) {
      boolean absent = charge.get(at + 2 + c).isEmpty();
      Amount whole = absent ? Amount.ZERO : Amount.parse(charge.get(at + 2 + c));
      fields.put(camel(COSTS.get(c)), shown(whole, absent));
      sum.put(
          camel(COSTS.get(c)),
          Answers.fields(
              "charge", shown(whole, absent),
              "lines", shown(sums.get(c), absent),
              "difference", shown(whole.minus(sums.get(c)), absent)));
    }
    Amount billed = Amount.parse(charge.get(at + 2));
    sum.put("charge", billed.toString());
    sum.put("lines", sums.get(0).toString());
    sum.put("difference", billed.minus(sums.get(0)).toString());
    return Answers.fields(
        "charge",
        fields,
        "rule",
        String.join(", ", rules),
        "inputs",
        inputs(charge, splits, rows),
        "lines",
        rows,
        "sum",
        sum,
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  /** Null where the charge comes without the cost; lines that have some of it all the same show. */
  private static @Nullable String shown(Amount amount, boolean absent) {
    return absent && amount.isZero() ? null : amount.toString();
  }

  private static List<Map<String, Object>> inputs(
      List<String> charge, Set<String> splits, List<Map<String, Object>> lines) {
    List<Map<String, Object>> inputs = new ArrayList<>();
    String accelerator = charge.get(CHARGE.indexOf("x_accelerator"));
    inputs.add(
        Answers.fields(
            "what", "accelerator on the bill", "value", accelerator.isEmpty() ? "-" : accelerator));
    String unused = charge.get(CHARGE.indexOf("commitment_discount_status"));
    inputs.add(
        Answers.fields("what", "commitment status", "value", unused.isEmpty() ? "-" : unused));
    splits.forEach(
        split -> inputs.add(Answers.fields("what", "split of the charge", "value", split)));
    for (Map<String, Object> line : lines) {
      if (!"0".equals(line.get("deviceNanos"))) {
        inputs.add(
            Answers.fields(
                "what",
                "device-time " + line.get("state") + " of " + line.get("holder"),
                "value",
                line.get("deviceNanos") + " ns on " + line.get("day")));
      }
    }
    return inputs;
  }

  static String camel(String column) {
    StringBuilder text = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < column.length(); i++) {
      char c = column.charAt(i);
      if (c == '_') {
        upper = text.length() > 1 || !text.toString().equals("x");
        if (!upper) {
          text.append('_');
        }
      } else {
        text.append(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return text.toString();
  }
}
