package io.gpuledger.ingest.conformance;

import io.gpuledger.ingest.focus.FocusVersion;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rules between the columns of a row of Cost and Usage. */
final class ChargeRules {
  private static final Columns COLUMNS = Columns.of(Dataset.COST_AND_USAGE);

  private static final int CHARGE_CATEGORY = COLUMNS.index("ChargeCategory");
  private static final int CHARGE_CLASS = COLUMNS.index("ChargeClass");
  private static final int COMMITMENT_ID = COLUMNS.index("CommitmentDiscountId");
  private static final int COMMITMENT_STATUS = COLUMNS.index("CommitmentDiscountStatus");

  /** All of them, in the order in which they are told. */
  static final List<RowRule> ALL = all();

  private ChargeRules() {}

  private static List<RowRule> all() {
    List<RowRule> rules = new ArrayList<>();
    periods(rules);
    pricing(rules);
    costs(rules);
    companions(rules);
    commitments(rules);
    categories(rules);
    allocation(rules);
    rules.addAll(CurrencyRules.ALL);
    return List.copyOf(rules);
  }

  private static boolean isUsageOrPurchase(Row row) {
    return row.is(CHARGE_CATEGORY, "Usage") || row.is(CHARGE_CATEGORY, "Purchase");
  }

  private static boolean isCorrection(Row row) {
    return row.is(CHARGE_CLASS, "Correction");
  }

  private static RowRule rule(
      String column, String kind, List<String> others, RowRule.Check check) {
    return RowRule.of(Dataset.COST_AND_USAGE, column, kind, others, check);
  }

  private static void periods(List<RowRule> rules) {
    rules.add(PeriodRules.order(Dataset.COST_AND_USAGE, "BillingPeriodStart", "BillingPeriodEnd"));
    rules.add(PeriodRules.order(Dataset.COST_AND_USAGE, "ChargePeriodStart", "ChargePeriodEnd"));
    int billingStart = COLUMNS.index("BillingPeriodStart");
    int chargeStart = COLUMNS.index("ChargePeriodStart");
    rules.add(
        rule(
                "ChargeClass",
                "CorrectionOfEarlierPeriod",
                List.of("ChargePeriodStart", "BillingPeriodStart"),
                row ->
                    isCorrection(row)
                            && row.cell(chargeStart).hasTime()
                            && row.cell(billingStart).hasTime()
                            && row.cell(chargeStart).micros() >= row.cell(billingStart).micros()
                        ? "a correction is of an earlier billing period, but the charge period"
                            + " starts within this one"
                        : null)
            .should());
  }

  private static void pricing(List<RowRule> rules) {
    for (String column :
        List.of(
            "SkuId",
            "SkuPriceId",
            "PricingCategory",
            "PricingQuantity",
            "ListUnitPrice",
            "ContractedUnitPrice",
            "PricingCurrencyListUnitPrice",
            "PricingCurrencyContractedUnitPrice")) {
      rules.add(
          nullWhen(
              column,
              "NullForTax",
              List.of("ChargeCategory"),
              row -> row.is(CHARGE_CATEGORY, "Tax"),
              "must be null where ChargeCategory is Tax"));
      rules.add(
          notNullWhen(
              column,
              "NotNullForUsageAndPurchase",
              List.of("ChargeCategory", "ChargeClass"),
              row -> isUsageOrPurchase(row) && !isCorrection(row),
              "must not be null where ChargeCategory is Usage or Purchase and ChargeClass is not"
                  + " Correction"));
    }
    rules.add(together("PricingUnit", "PricingQuantity"));
    rules.add(together("ConsumedUnit", "ConsumedQuantity"));
    rules.add(
        nullWhen(
            "ConsumedQuantity",
            "NullUnlessUsage",
            List.of("ChargeCategory"),
            row -> !row.isNull(CHARGE_CATEGORY) && !row.is(CHARGE_CATEGORY, "Usage"),
            "must be null where ChargeCategory is not Usage"));
    rules.add(
        nullWhen(
                "ConsumedQuantity",
                "NullForUnused",
                List.of("CommitmentDiscountStatus"),
                row -> row.is(COMMITMENT_STATUS, "Unused"),
                "must be null where CommitmentDiscountStatus is Unused")
            .from(FocusVersion.V1_1));
    rules.add(
        notNullWhen(
            "ConsumedQuantity",
            "NotNullForUsage",
            List.of("ChargeCategory", "ChargeClass"),
            row ->
                row.is(CHARGE_CATEGORY, "Usage")
                    && !isCorrection(row)
                    && !row.is(COMMITMENT_STATUS, "Unused"),
            "must not be null where ChargeCategory is Usage and the charge is neither Unused nor a"
                + " Correction"));
  }

  private static void costs(List<RowRule> rules) {
    rules.add(CostRules.product("ListCost", "ListUnitPrice"));
    rules.add(CostRules.product("ContractedCost", "ContractedUnitPrice"));
    rules.add(CostRules.notZeroWhenBilled("ContractedCost", ChargeRules::isUsageOrPurchase));
    rules.add(
        CostRules.notZeroWhenBilled("EffectiveCost", row -> row.is(CHARGE_CATEGORY, "Usage")));
    int effective = COLUMNS.index("EffectiveCost");
    rules.add(
        rule(
            "EffectiveCost",
            "ZeroForCommitmentPurchase",
            List.of("ChargeCategory", "CommitmentDiscountId"),
            row -> {
              BigDecimal cost = row.number(effective);
              return row.is(CHARGE_CATEGORY, "Purchase")
                      && !row.isNull(COMMITMENT_ID)
                      && !isCorrection(row)
                      && cost != null
                      && cost.signum() != 0
                  ? "must be 0 where the purchase covers future charges; the usage carries it"
                  : null;
            }));
    int billed = COLUMNS.index("BilledCost");
    rules.add(
        rule(
                "EffectiveCost",
                "EqualsBilledCostForCredit",
                List.of("BilledCost", "ChargeCategory"),
                row -> {
                  BigDecimal cost = row.number(effective);
                  BigDecimal bill = row.number(billed);
                  return row.is(CHARGE_CATEGORY, "Credit")
                          && cost != null
                          && bill != null
                          && cost.compareTo(bill) != 0
                      ? "is not the BilledCost " + row.text(billed) + " of this credit"
                      : null;
                })
            .should());
  }

  /** Columns that have a value exactly where the column they describe has one. */
  private static void companions(List<RowRule> rules) {
    rules.add(together("SubAccountName", "SubAccountId"));
    rules.add(together("SubAccountType", "SubAccountId"));
    rules.add(together("RegionName", "RegionId"));
    rules.add(together("ResourceType", "ResourceId"));
    rules.add(nullWithout("ResourceName", "ResourceId"));
    rules.add(nullWithout("SkuMeter", "SkuId"));
    int sku = COLUMNS.index("SkuId");
    int reservation = COLUMNS.index("CapacityReservationId");
    rules.add(
        notNullWhen(
                "SkuMeter",
                "NotNullWithSkuId",
                List.of("SkuId"),
                row -> !row.isNull(sku),
                "should not be null where SkuId is not")
            .should());
    rules.add(nullWithout("SkuPriceDetails", "SkuPriceId"));
    rules.add(nullWithout("CapacityReservationStatus", "CapacityReservationId"));
    rules.add(
        notNullWhen(
            "CapacityReservationStatus",
            "NotNullForUsage",
            List.of("CapacityReservationId", "ChargeCategory"),
            row -> row.is(CHARGE_CATEGORY, "Usage") && !row.isNull(reservation),
            "must not be null on usage where CapacityReservationId is not"));
  }

  private static void commitments(List<RowRule> rules) {
    rules.add(together("CommitmentDiscountCategory", "CommitmentDiscountId"));
    rules.add(together("CommitmentDiscountType", "CommitmentDiscountId"));
    rules.add(nullWithout("CommitmentDiscountName", "CommitmentDiscountId"));
    rules.add(nullWithout("CommitmentDiscountStatus", "CommitmentDiscountId"));
    Predicate<Row> hasCommitment = row -> !row.isNull(COMMITMENT_ID);
    rules.add(
        notNullWhen(
                "CommitmentDiscountName",
                "NotNullWithCommitmentDiscountId",
                List.of("CommitmentDiscountId"),
                hasCommitment,
                "should not be null where CommitmentDiscountId is not")
            .should());
    rules.add(
        notNullWhen(
            "CommitmentDiscountStatus",
            "NotNullForUsage",
            List.of("CommitmentDiscountId", "ChargeCategory"),
            hasCommitment.and(row -> row.is(CHARGE_CATEGORY, "Usage")),
            "must not be null on usage where CommitmentDiscountId is not"));
    rules.add(
        nullWhen(
            "CommitmentDiscountQuantity",
            "NullUnlessCommitted",
            List.of("CommitmentDiscountId", "ChargeCategory"),
            row ->
                row.isNull(COMMITMENT_ID)
                    || (!isUsageOrPurchase(row) && !row.isNull(CHARGE_CATEGORY)),
            "must be null where CommitmentDiscountId is, or ChargeCategory is neither Usage nor"
                + " Purchase"));
    rules.add(
        notNullWhen(
            "CommitmentDiscountQuantity",
            "NotNullWhenCommitted",
            List.of("CommitmentDiscountId", "ChargeCategory", "ChargeClass"),
            hasCommitment.and(row -> isUsageOrPurchase(row) && !isCorrection(row)),
            "must not be null on usage and purchases where CommitmentDiscountId is not"));
    rules.add(together("CommitmentDiscountUnit", "CommitmentDiscountQuantity"));
    int pricing = COLUMNS.index("PricingCategory");
    rules.add(
        rule(
            "PricingCategory",
            "CommittedWithCommitmentDiscount",
            List.of("CommitmentDiscountId", "ChargeCategory"),
            row ->
                row.is(CHARGE_CATEGORY, "Usage")
                        && !row.isNull(COMMITMENT_ID)
                        && !row.isNull(pricing)
                        && !row.is(pricing, "Committed")
                    ? "must be Committed on usage that a commitment discount covers"
                    : null));
  }

  private static void categories(List<RowRule> rules) {
    int frequency = COLUMNS.index("ChargeFrequency");
    rules.add(
        rule(
            "ChargeFrequency",
            "NotUsageBasedForPurchase",
            List.of("ChargeCategory"),
            row ->
                row.is(CHARGE_CATEGORY, "Purchase") && row.is(frequency, "Usage-Based")
                    ? "must not be Usage-Based where ChargeCategory is Purchase"
                    : null));
    Map<String, String> parents = new HashMap<>();
    for (String line : Columns.table("subcategories.txt")) {
      String[] parts = line.split("\\|", 2);
      for (String subcategory : parts[1].split(",", -1)) {
        parents.put(subcategory, parts[0]);
      }
    }
    int category = COLUMNS.index("ServiceCategory");
    int subcategory = COLUMNS.index("ServiceSubcategory");
    rules.add(
        rule(
            "ServiceSubcategory",
            "Parent",
            List.of("ServiceCategory"),
            row -> {
              String parent = parents.get(row.text(subcategory));
              return parent != null && !row.isNull(category) && !row.is(category, parent)
                  ? "belongs to " + parent + ", not to " + row.text(category)
                  : null;
            }));
  }

  private static void allocation(List<RowRule> rules) {
    int consumer = COLUMNS.index("AllocatedResourceId");
    rules.add(
        notNullWhen(
            "AllocatedMethodId",
            "NotNullWithAllocatedResourceId",
            List.of("AllocatedResourceId"),
            row -> !row.isNull(consumer),
            "must not be null where AllocatedResourceId is not"));
    rules.add(nullWithout("AllocatedMethodDetails", "AllocatedMethodId"));
    rules.add(nullWithout("AllocatedResourceName", "AllocatedResourceId"));
    rules.add(nullWithout("AllocatedTags", "AllocatedResourceId"));
  }

  private static RowRule nullWhen(
      String column, String kind, List<String> others, Predicate<Row> when, String message) {
    int index = COLUMNS.index(column);
    return rule(column, kind, others, row -> !row.isNull(index) && when.test(row) ? message : null);
  }

  private static RowRule notNullWhen(
      String column, String kind, List<String> others, Predicate<Row> when, String message) {
    int index = COLUMNS.index(column);
    return rule(column, kind, others, row -> row.isNull(index) && when.test(row) ? message : null);
  }

  private static RowRule nullWithout(String column, String other) {
    int index = COLUMNS.index(other);
    return nullWhen(
        column,
        "NullWithout" + other,
        List.of(other),
        row -> row.isNull(index),
        "must be null where " + other + " is");
  }

  /** Null exactly where the other is null. */
  private static RowRule together(String column, String other) {
    int index = COLUMNS.index(column);
    int otherIndex = COLUMNS.index(other);
    String has = "has a value where " + other + " is null";
    String lacks = "is null where " + other + " has a value";
    return rule(
        column,
        "With" + other,
        List.of(other),
        new RowRule.Check() {
          @Override
          public @Nullable String fault(Row row) {
            if (row.isNull(index) == row.isNull(otherIndex)) {
              return null;
            }
            return row.isNull(index) ? lacks : has;
          }
        });
  }
}
