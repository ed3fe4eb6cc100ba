package io.gpuledger.dashboard.query;

import io.gpuledger.cost.estimate.EstimateInput;
import io.gpuledger.cost.estimate.Shadowing;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.price.DeviceFamily;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What estimates say of device-time, and how bills have taken their place. */
final class EstimateQuery {
  /** Most models without a price of an answer. */
  static final int MODELS_LIMIT = 100;

  private final Answers answers;

  EstimateQuery(Answers answers) {
    this.answers = answers;
  }

  /** Device-hours by model that nothing prices, so that no amount holds anything for them. */
  List<Map<String, Object>> unpriced(TimeRange range, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT ifNull(toString(x_device_model), '') AS m,")
        .add(" sum(toDecimal256(consumed_quantity, 18)) AS h");
    SnapshotSql.from(out, "estimates_as_of", snapshot).add(" WHERE effective_cost IS NULL AND ");
    SnapshotSql.within(out, "charge_period_start", range)
        .add(" GROUP BY m ORDER BY h DESC, m LIMIT ")
        .bind("UInt32", String.valueOf(MODELS_LIMIT));
    List<Map<String, Object>> models = new ArrayList<>();
    for (List<String> row : answers.rows(out.build())) {
      models.add(
          Answers.fields(
              "model",
              row.get(0).isEmpty() ? "-" : row.get(0),
              "deviceHours",
              new BigDecimal(row.get(1)).stripTrailingZeros().toPlainString()));
    }
    return models;
  }

  private record Cell(LocalDate day, EstimateInput input) {}

  private record Sum(String model, String currency) {}

  /**
   * Bill and estimate of the days of a charge of an accelerator: which of the two counts, and why.
   *
   * @param deviceModel the charge's; a family
   * @param period when it was used
   */
  List<Map<String, Object>> shadowing(
      String source, String account, String deviceModel, TimeRange period, Snapshot snapshot) {
    String family = DeviceFamily.of(deviceModel);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Cell cell : cells(source, account, period, snapshot)) {
      Map<Sum, Amount> estimates = estimated(cell, snapshot);
      Map<Sum, Amount> bills = billed(source, account, cell.day, snapshot);
      estimates.forEach(
          (of, estimate) -> {
            if (of.model.equals(family)) {
              Optional<Amount> bill = Optional.ofNullable(bills.get(of));
              TreeSet<String> others = new TreeSet<>();
              bills.keySet().stream()
                  .filter(one -> one.model.equals(family))
                  .forEach(one -> others.add(one.currency));
              rows.add(row(cell, of, outcome(cell.input, bill, estimate, others), others));
            }
          });
    }
    return rows;
  }

  private static Shadowing outcome(
      EstimateInput input, Optional<Amount> bill, Amount estimate, Set<String> currencies) {
    return bill.isEmpty() && !currencies.isEmpty()
        ? Shadowing.inOtherCurrency(estimate, input.settlesAt())
        : Shadowing.of(
            bill,
            estimate,
            input.settlesAt(),
            input.settled() ? input.settlesAt() : input.settlesAt().minusNanos(1));
  }

  private static Map<String, Object> row(
      Cell cell, Sum of, Shadowing shadowing, Set<String> currencies) {
    return Answers.fields(
        "day", cell.day.toString(),
        "family", of.model,
        "currency", of.currency,
        "bill", shadowing.bill().map(Amount::toString).orElse(null),
        "estimate", shadowing.estimate().toString(),
        "shownOfEstimate", shadowing.shown().toString(),
        "outcome", shadowing.outcome().text(),
        "because", because(shadowing, currencies),
        "settlesAt", shadowing.settlesAt().toString(),
        "estimateDelivery", cell.input.deliveryId());
  }

  private static String because(Shadowing shadowing, Set<String> currencies) {
    return switch (shadowing.outcome()) {
      case NO_BILL -> "no bill of this family and day is there, so the estimate counts";
      case ESTIMATE_LARGER ->
          "the bill may still grow until settlesAt, so it counts with what the estimate exceeds it"
              + " by";
      case BILL_LARGER -> "the bill is as large as the estimate, so the bill alone counts";
      case SHADOWED -> "the bill counts as complete, so it alone counts";
      case OTHER_CURRENCY ->
          "the bill is in "
              + String.join(", ", currencies)
              + " and nothing is converted, so the bill alone counts";
    };
  }

  private List<Cell> cells(String source, String account, TimeRange period, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(day), arrayStringConcat(delivery_ids, '\\n')");
    SnapshotSql.from(out, "allocation_cells_as_of", snapshot).add(" WHERE source = ");
    out.bind("String", source).add(" AND account = ").bind("String", account);
    out.add(" AND day >= toDate(")
        .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(period.start()))
        .add(") AND toDateTime64(day, 6, 'UTC') < ")
        .bind(SnapshotSql.INSTANT, SnapshotSql.seconds(period.end()))
        .add(" ORDER BY day");
    List<Cell> cells = new ArrayList<>();
    for (List<String> row : answers.rows(out.build())) {
      row.get(1)
          .lines()
          .flatMap(id -> EstimateInput.parse(id).stream())
          .forEach(input -> cells.add(new Cell(LocalDate.parse(row.get(0)), input)));
    }
    return cells;
  }

  private Map<Sum, Amount> estimated(Cell cell, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(assumeNotNull(x_device_model)) AS m, toString(billing_currency) AS c,")
        .add(" sum(toDecimal256(assumeNotNull(effective_cost), 18))");
    SnapshotSql.from(out, "estimates_as_of", snapshot).add(" WHERE delivery_id = ");
    out.bind("String", cell.input.deliveryId())
        .add(" AND effective_cost IS NOT NULL GROUP BY m, c ORDER BY m, c");
    Map<Sum, Amount> sums = new LinkedHashMap<>();
    for (List<String> row : answers.rows(out.build())) {
      sums.put(new Sum(row.get(0), row.get(1)), Amount.parse(row.get(2)));
    }
    return sums;
  }

  /** As {@code queries/estimate_billed} sums it for a run. */
  private Map<Sum, Amount> billed(String source, String account, LocalDate day, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT m, c, sum(toDecimal256(cost, 18)) FROM (SELECT")
        .add(" max(if(device_model = '-', '', toString(device_model))) AS m,")
        .add(" toString(any(currency)) AS c, sum(toDecimal256(effective_cost, 18)) AS cost");
    SnapshotSql.from(out, "allocation_lines_as_of", snapshot)
        .add(" WHERE " + BasisSql.FROM_BILL + " AND day = ")
        .bind("Date", day.toString())
        .add(" AND source = ")
        .bind("String", source)
        .add(" AND account = ")
        .bind("String", account)
        .add(" GROUP BY delivery_id, row_no")
        .add(" HAVING countIf(state NOT IN ('not_gpu', 'unused_commitment')) > 0)")
        .add(" WHERE m != '' GROUP BY m, c ORDER BY m, c");
    Map<Sum, Amount> sums = new LinkedHashMap<>();
    for (List<String> row : answers.rows(out.build())) {
      sums.merge(
          new Sum(DeviceFamily.of(row.get(0)), row.get(1)), Amount.parse(row.get(2)), Amount::plus);
    }
    return sums;
  }
}
