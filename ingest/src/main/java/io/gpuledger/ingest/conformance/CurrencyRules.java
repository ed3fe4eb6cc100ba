package io.gpuledger.ingest.conformance;

import java.math.BigDecimal;
import java.util.List;

/** Amounts in the pricing currency, where that is the billing currency. */
final class CurrencyRules {
  private static final Columns COLUMNS = Columns.of(Dataset.COST_AND_USAGE);

  static final List<RowRule> ALL =
      List.of(
          same("PricingCurrencyEffectiveCost", "EffectiveCost"),
          same("PricingCurrencyListUnitPrice", "ListUnitPrice"),
          same("PricingCurrencyContractedUnitPrice", "ContractedUnitPrice"));

  private CurrencyRules() {}

  private static RowRule same(String column, String other) {
    int index = COLUMNS.index(column);
    int otherIndex = COLUMNS.index(other);
    int pricing = COLUMNS.index("PricingCurrency");
    int billing = COLUMNS.index("BillingCurrency");
    return RowRule.of(
            Dataset.COST_AND_USAGE,
            column,
            "EqualsInSameCurrency",
            List.of(other, "PricingCurrency", "BillingCurrency"),
            row -> {
              BigDecimal value = row.number(index);
              BigDecimal expected = row.number(otherIndex);
              return value != null
                      && expected != null
                      && row.text(pricing).equals(row.text(billing))
                      && value.compareTo(expected) != 0
                  ? "is not "
                      + other
                      + " "
                      + row.text(otherIndex)
                      + " though both currencies are "
                      + row.text(billing)
                  : null;
            })
        .should();
  }
}
