package io.gpuledger.ingest.conformance;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Rules between the amounts of a row of Cost and Usage. */
final class CostRules {
  /** A cost is taken as rounded to its last written digit, but to no coarser one than this. */
  private static final BigDecimal COARSEST_ROUNDING = new BigDecimal("0.000001");

  /** What binary floating point loses in a product, as a part of it. */
  private static final BigDecimal FLOAT_LOSS = new BigDecimal("0.000000001");

  /** Below this a difference is what rounded prices and quantities leave. */
  private static final BigDecimal NEGLIGIBLE = new BigDecimal("0.000000001");

  private static final Columns COLUMNS = Columns.of(Dataset.COST_AND_USAGE);

  private CostRules() {}

  /** A cost is its unit price times the pricing quantity, except on corrections. */
  static RowRule product(String cost, String unitPrice) {
    int costIndex = COLUMNS.index(cost);
    int priceIndex = COLUMNS.index(unitPrice);
    int quantityIndex = COLUMNS.index("PricingQuantity");
    int chargeClass = COLUMNS.index("ChargeClass");
    return RowRule.of(
        Dataset.COST_AND_USAGE,
        cost,
        "UnitPriceTimesQuantity",
        List.of(unitPrice, "PricingQuantity"),
        row -> {
          BigDecimal written = row.number(costIndex);
          BigDecimal price = row.number(priceIndex);
          BigDecimal quantity = row.number(quantityIndex);
          if (written == null || price == null || quantity == null) {
            return null;
          }
          if (row.is(chargeClass, "Correction")) {
            return null;
          }
          BigDecimal product = price.multiply(quantity);
          return isProduct(written, product)
              ? null
              : "is not "
                  + unitPrice
                  + " "
                  + row.text(priceIndex)
                  + " x PricingQuantity "
                  + row.text(quantityIndex)
                  + " = "
                  + plain(product);
        });
  }

  /** Whether a written cost is a product but for rounding. */
  static boolean isProduct(BigDecimal written, BigDecimal product) {
    if (written.compareTo(product) == 0) {
      return true;
    }
    BigDecimal lastDigit = BigDecimal.ONE.movePointLeft(written.scale()).min(COARSEST_ROUNDING);
    BigDecimal tolerance = product.abs().multiply(FLOAT_LOSS).max(lastDigit).max(NEGLIGIBLE);
    return written.subtract(product).abs().compareTo(tolerance) <= 0;
  }

  /** A charge that is billed has this cost as well. */
  static RowRule notZeroWhenBilled(String cost, Predicate<Row> when) {
    int costIndex = COLUMNS.index(cost);
    int billed = COLUMNS.index("BilledCost");
    int chargeClass = COLUMNS.index("ChargeClass");
    return RowRule.of(
        Dataset.COST_AND_USAGE,
        cost,
        "NotZeroWhenBilled",
        List.of("BilledCost", "ChargeCategory"),
        new RowRule.Check() {
          @Override
          public @Nullable String fault(Row row) {
            BigDecimal amount = row.number(costIndex);
            BigDecimal bill = row.number(billed);
            if (amount == null || bill == null || amount.signum() != 0 || bill.signum() <= 0) {
              return null;
            }
            if (!when.test(row) || row.is(chargeClass, "Correction")) {
              return null;
            }
            return "is 0 on a charge that nothing else covers, with BilledCost " + row.text(billed);
          }
        });
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
