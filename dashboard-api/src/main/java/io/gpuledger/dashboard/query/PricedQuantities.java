package io.gpuledger.dashboard.query;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How much of a SKU the bills of a period count, for lines that say only what it cost. A line has
 * of the quantity what it has of the cost: exact where a SKU has one price in the month, else at
 * its average price. A SKU that is not counted in each of its charges, or in several units, or
 * costs nothing, has no quantity.
 */
final class PricedQuantities {
  /** Most SKUs of a month. */
  static final int SKUS_LIMIT = 200_000;

  private final Map<Key, Sku> skus;

  private record Key(String source, String currency, String sku) {}

  private record Sku(Amount quantity, String unit, Amount cost) {}

  /**
   * How much of something.
   *
   * @param unit of its own for each SKU, for a gigabyte of one stands for none of another
   */
  record Counted(Amount quantity, String unit) {}

  private PricedQuantities(Map<Key, Sku> skus) {
    this.skus = skus;
  }

  /**
   * The SKUs of charges of a period.
   *
   * @param column of charges that says whether one is of it: the start of its billing period, or of
   *     its use
   */
  static PricedQuantities of(
      Answers answers, String column, TimeRange range, CostQuery.Metric metric, Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(source) AS s, toString(billing_currency) AS c,")
        .add(" coalesce(sku_id, sku_price_id, '') AS k, ifNull(toString(any(consumed_unit)), ''),")
        .add(" toString(sum(toDecimal256(consumed_quantity, 18))),")
        .add(" toString(sum(toDecimal256(" + metric.column() + ", 18)))");
    SnapshotSql.from(out, "charges_as_of", snapshot).add(" WHERE ");
    SnapshotSql.within(out, column, range)
        .add(" AND ifNull(charge_category, 'Usage') = 'Usage' AND k != ''")
        .add(" GROUP BY s, c, k HAVING uniqExact(ifNull(consumed_unit, '')) = 1")
        .add(" AND countIf(isNull(consumed_quantity) OR ifNull(consumed_unit, '') = ''")
        .add(" OR isNull(" + metric.column() + ")) = 0 ORDER BY s, c, k LIMIT ")
        .bind("UInt64", String.valueOf(SKUS_LIMIT + 1));
    List<List<String>> rows = answers.rows(out.build());
    Faults.of("variance of " + range)
        .check(
            rows.size() <= SKUS_LIMIT,
            ProblemCode.INPUT_TOO_LARGE,
            "rows",
            "more than " + SKUS_LIMIT + " SKUs cannot be compared")
        .orRefuse();
    Map<Key, Sku> skus = new HashMap<>();
    for (List<String> row : rows) {
      Amount cost = Amount.parse(row.get(5));
      Amount quantity = Amount.parse(row.get(4));
      if (!cost.isZero() && quantity.signum() > 0) {
        skus.put(new Key(row.get(0), row.get(1), row.get(2)), new Sku(quantity, row.get(3), cost));
      }
    }
    return new PricedQuantities(skus);
  }

  /** How much of a SKU a cost stands for; empty where that is not known. */
  Optional<Counted> of(String source, String currency, String sku, Amount cost) {
    return Optional.ofNullable(skus.get(new Key(source, currency, sku)))
        .map(
            of ->
                new Counted(
                    Fraction.times(
                        of.quantity(), cost.unscaled(), of.cost().unscaled(), Rounding.SPLIT),
                    of.unit() + " of " + sku))
        .filter(counted -> counted.quantity().signum() >= 0);
  }
}
