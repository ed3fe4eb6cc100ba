package io.gpuledger.ingest.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.ingest.focus.FocusVersion;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RowRulesTest {
  private static final String COVERED =
      "CommitmentDiscountId=ri-1;CommitmentDiscountName=RI;CommitmentDiscountCategory=Usage;"
          + "CommitmentDiscountType=Reserved;CommitmentDiscountStatus=Used;"
          + "CommitmentDiscountQuantity=4;CommitmentDiscountUnit=Hours;PricingCategory=Committed";
  private static final String PURCHASE =
      "ChargeCategory=Purchase;ChargeFrequency=One-Time;ConsumedQuantity=;ConsumedUnit=;";
  private static final String TAX =
      "ChargeCategory=Tax;ConsumedQuantity=;ConsumedUnit=;SkuId=;SkuPriceId=;SkuMeter=;"
          + "SkuPriceDetails=;PricingCategory=;PricingQuantity=;PricingUnit=;ListUnitPrice=;"
          + "ContractedUnitPrice=;PricingCurrencyListUnitPrice=;"
          + "PricingCurrencyContractedUnitPrice=;";

  @TempDir private Path folder;

  static Stream<Arguments> rows() {
    return Stream.of(
        // rule, sound row, broken row
        of("BillingPeriodEnd-AfterStart", "", "BillingPeriodEnd=2026-10-01T00:00:00Z"),
        of("ChargePeriodEnd-AfterStart", "", "ChargePeriodEnd=2026-10-05T09:00:00Z"),
        of(
            "ChargeClass-CorrectionOfEarlierPeriod",
            "ChargeClass=Correction;ChargePeriodStart=2026-09-05T10:00:00Z",
            "ChargeClass=Correction"),
        of("SkuId-NullForTax", TAX, TAX + "SkuId=SKU-1"),
        of("SkuPriceId-NullForTax", TAX, TAX + "SkuPriceId=PRICE-1"),
        of("PricingCategory-NullForTax", TAX, TAX + "PricingCategory=Standard"),
        of("PricingQuantity-NullForTax", TAX, TAX + "PricingQuantity=1"),
        of("ListUnitPrice-NullForTax", TAX, TAX + "ListUnitPrice=1"),
        of("ContractedUnitPrice-NullForTax", TAX, TAX + "ContractedUnitPrice=1"),
        of("PricingCurrencyListUnitPrice-NullForTax", TAX, TAX + "PricingCurrencyListUnitPrice=1"),
        of(
            "PricingCurrencyContractedUnitPrice-NullForTax",
            TAX,
            TAX + "PricingCurrencyContractedUnitPrice=1"),
        of("SkuId-NotNullForUsageAndPurchase", "ChargeClass=Correction;SkuId=", "SkuId="),
        of("SkuPriceId-NotNullForUsageAndPurchase", "", "SkuPriceId="),
        of("PricingCategory-NotNullForUsageAndPurchase", "", "PricingCategory="),
        of("PricingQuantity-NotNullForUsageAndPurchase", "", "PricingQuantity="),
        of("ListUnitPrice-NotNullForUsageAndPurchase", "", "ListUnitPrice="),
        of("ContractedUnitPrice-NotNullForUsageAndPurchase", "", "ContractedUnitPrice="),
        of(
            "PricingCurrencyListUnitPrice-NotNullForUsageAndPurchase",
            "",
            "PricingCurrencyListUnitPrice="),
        of(
            "PricingCurrencyContractedUnitPrice-NotNullForUsageAndPurchase",
            "",
            "PricingCurrencyContractedUnitPrice="),
        of("PricingUnit-WithPricingQuantity", "", "PricingUnit="),
        of("ConsumedUnit-WithConsumedQuantity", "", "ConsumedUnit="),
        of("ConsumedQuantity-NullUnlessUsage", PURCHASE, PURCHASE + "ConsumedQuantity=1"),
        of(
            "ConsumedQuantity-NullForUnused",
            COVERED + ";CommitmentDiscountStatus=Unused;ConsumedQuantity=;ConsumedUnit=",
            COVERED + ";CommitmentDiscountStatus=Unused"),
        of("ConsumedQuantity-NotNullForUsage", "", "ConsumedQuantity=;ConsumedUnit="),
        of("ListCost-UnitPriceTimesQuantity", "ListCost=2.000000", "ListCost=2.01"),
        of(
            "ContractedCost-UnitPriceTimesQuantity",
            "ChargeClass=Correction;ContractedCost=7",
            "ContractedCost=7"),
        of("ContractedCost-NotZeroWhenBilled", "ContractedCost=0;BilledCost=0", "ContractedCost=0"),
        of("EffectiveCost-NotZeroWhenBilled", PURCHASE + "EffectiveCost=0", "EffectiveCost=0"),
        of(
            "EffectiveCost-ZeroForCommitmentPurchase",
            PURCHASE + COVERED + ";CommitmentDiscountStatus=;EffectiveCost=0",
            PURCHASE + COVERED + ";CommitmentDiscountStatus="),
        of(
            "EffectiveCost-EqualsBilledCostForCredit",
            PURCHASE + "ChargeCategory=Credit",
            PURCHASE + "ChargeCategory=Credit;EffectiveCost=7"),
        of(
            "PricingCurrencyEffectiveCost-EqualsInSameCurrency",
            "PricingCurrency=Tokens;PricingCurrencyEffectiveCost=9",
            "PricingCurrencyEffectiveCost=9"),
        of(
            "PricingCurrencyListUnitPrice-EqualsInSameCurrency",
            "",
            "PricingCurrencyListUnitPrice=9"),
        of(
            "PricingCurrencyContractedUnitPrice-EqualsInSameCurrency",
            "",
            "PricingCurrencyContractedUnitPrice=9"),
        of("SubAccountName-WithSubAccountId", "", "SubAccountName="),
        of("SubAccountType-WithSubAccountId", "", "SubAccountId=;SubAccountName="),
        of("RegionName-WithRegionId", "RegionId=;RegionName=", "RegionId="),
        of("ResourceType-WithResourceId", "", "ResourceType="),
        of("ResourceName-NullWithoutResourceId", "ResourceName=", "ResourceId=;ResourceType="),
        of("SkuMeter-NullWithoutSkuId", "", "SkuId="),
        of("SkuMeter-NotNullWithSkuId", "", "SkuMeter="),
        of("SkuPriceDetails-NullWithoutSkuPriceId", "SkuPriceDetails=", "SkuPriceId="),
        of(
            "CapacityReservationStatus-NullWithoutCapacityReservationId",
            "",
            "CapacityReservationStatus=Used"),
        of(
            "CapacityReservationStatus-NotNullForUsage",
            "CapacityReservationId=cr;CapacityReservationStatus=Used",
            "CapacityReservationId=cr"),
        of(
            "CommitmentDiscountCategory-WithCommitmentDiscountId",
            COVERED,
            COVERED + ";CommitmentDiscountCategory="),
        of(
            "CommitmentDiscountType-WithCommitmentDiscountId",
            COVERED,
            COVERED + ";CommitmentDiscountType="),
        of(
            "CommitmentDiscountName-NullWithoutCommitmentDiscountId",
            COVERED,
            "CommitmentDiscountName=RI"),
        of(
            "CommitmentDiscountStatus-NullWithoutCommitmentDiscountId",
            COVERED,
            "CommitmentDiscountStatus=Used"),
        of(
            "CommitmentDiscountName-NotNullWithCommitmentDiscountId",
            COVERED,
            COVERED + ";CommitmentDiscountName="),
        of(
            "CommitmentDiscountStatus-NotNullForUsage",
            COVERED,
            COVERED + ";CommitmentDiscountStatus="),
        of(
            "CommitmentDiscountQuantity-NullUnlessCommitted",
            COVERED,
            "CommitmentDiscountQuantity=1;CommitmentDiscountUnit=Hours"),
        of(
            "CommitmentDiscountQuantity-NotNullWhenCommitted",
            COVERED,
            COVERED + ";CommitmentDiscountQuantity=;CommitmentDiscountUnit="),
        of(
            "CommitmentDiscountUnit-WithCommitmentDiscountQuantity",
            COVERED,
            COVERED + ";CommitmentDiscountUnit="),
        of(
            "PricingCategory-CommittedWithCommitmentDiscount",
            COVERED,
            COVERED + ";PricingCategory=Standard"),
        of(
            "ChargeFrequency-NotUsageBasedForPurchase",
            PURCHASE,
            PURCHASE + "ChargeFrequency=Usage-Based"),
        of(
            "ServiceSubcategory-Parent",
            "ServiceSubcategory=Containers",
            "ServiceSubcategory=Caching"),
        of("AllocatedMethodId-NotNullWithAllocatedResourceId", "", "AllocatedResourceId=pod-1"),
        of(
            "AllocatedMethodDetails-NullWithoutAllocatedMethodId",
            "",
            "AllocatedMethodDetails={\"Elements\":[{\"AllocatedRatio\":1}]}"),
        of("AllocatedResourceName-NullWithoutAllocatedResourceId", "", "AllocatedResourceName=pod"),
        of("AllocatedTags-NullWithoutAllocatedResourceId", "", "AllocatedTags={}"));
  }

  private static Arguments of(String rule, String sound, String broken) {
    return Arguments.of(rule, sound, broken);
  }

  private static String[] changes(String text) {
    return text.isEmpty()
        ? new String[0]
        : Stream.of(text.split(";", -1))
            .filter(change -> !change.isEmpty())
            .flatMap(change -> Stream.of(change.split("=", 2)))
            .toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void a_row_breaks_a_rule_between_its_columns(String rule, String sound, String broken)
      throws IOException {
    SoundFile file = SoundFile.charges(FocusVersion.V1_4).row(changes(sound)).row(changes(broken));

    ConformanceReport.Rule found =
        SoundFile.rule(SoundFile.check(file.write(folder.resolve("a.csv"))), rule);

    assertThat(found.count()).isEqualTo(1);
    assertThat(found.findings().get(0).place())
        .isEqualTo("a.csv:3:" + file.position(rule.substring(0, rule.indexOf('-'))));
  }

  @Test
  void every_rule_between_columns_has_a_case() {
    Set<String> cases =
        rows().map(arguments -> (String) arguments.get()[0]).collect(Collectors.toSet());
    Set<String> rules = ChargeRules.ALL.stream().map(RowRule::name).collect(Collectors.toSet());

    assertThat(cases).isEqualTo(rules);
  }

  @Test
  void names_of_rules_are_unique() {
    Set<String> names = new HashSet<>();
    for (Dataset dataset : Dataset.values()) {
      for (RowRule rule : ReferenceRules.of(dataset)) {
        assertThat(names.add(rule.name())).as(rule.name()).isTrue();
      }
    }
  }

  @Test
  void a_rule_needs_its_columns_and_its_release() throws IOException {
    SoundFile old =
        SoundFile.charges(FocusVersion.V1_0)
            .without("ContractedUnitPrice")
            .row("ContractedCost", "7");

    assertThat(SoundFile.check(old.write(folder.resolve("a.csv"))).rules()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0.30, 0.1, 3, true",
    "0.0000008, 0.0000004, 2, true",
    // Rounded or cut to the digits that are written, of which six are asked for at least.
    "0.33333333, 0.333333333, 1, true",
    "0.333333, 0.3333331, 1, true",
    "12.35, 12.3456, 1, false",
    "0, 0.5, 1, false",
    "0, 0, 1, true",
    // What a float loses is forgiven, more is not.
    "1234567.8900000001, 1234567.89, 1, true",
    "1234567.8901, 1234567.89, 1, true",
    "1234567.90, 1234567.89, 1, false",
    "-2, 0.5, -4, true",
  })
  void a_cost_is_a_product_but_for_rounding(
      BigDecimal cost, BigDecimal price, BigDecimal quantity, boolean sound) {
    assertThat(CostRules.isProduct(cost, price.multiply(quantity))).isEqualTo(sound);
  }

  @ParameterizedTest
  @CsvSource({
    "ContractCommitment.ContractCommitmentPeriodEnd-AfterStart, ContractCommitmentPeriodEnd,"
        + " 2025-01-01T00:00:00Z",
    "ContractCommitment.ContractPeriodEnd-AfterStart, ContractPeriodEnd, 2025-01-01T00:00:00Z",
    "ContractCommitment.ContractCommitmentCost-NotNullForSpend, ContractCommitmentCost, ''",
    "ContractCommitment.ContractCommitmentUnit-WithContractCommitmentQuantity,"
        + " ContractCommitmentUnit, Hours",
    "ContractCommitment.ContractCommitmentQuantity-NotNullForUsage,"
        + " ContractCommitmentCategory, Usage",
  })
  void a_commitment_breaks_a_rule_between_its_columns(String rule, String column, String bad)
      throws IOException {
    SoundFile file = SoundFile.commitments().row("ContractCommitmentId", "CC-0").row(column, bad);

    ConformanceReport report = SoundFile.check(file.write(folder.resolve("c.csv")));

    assertThat(SoundFile.broken(report)).containsExactly(rule);
    assertThat(report.rules().get(0).findings().get(0).line()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "InvoiceDetail.BillingPeriodEnd-AfterStart, BillingPeriodEnd, 2026-09-01T00:00:00Z",
    "InvoiceDetail.InvoiceDetailLastUpdated-NotBeforeCreated, InvoiceDetailLastUpdated,"
        + " 2026-11-01T00:00:00Z",
    "InvoiceDetail.InvoiceIssueDate-NotNullWhenIssued, InvoiceIssueDate, ''",
    "InvoiceDetail.InvoiceIssueStatus-AllowedValues, InvoiceIssueStatus, issued",
  })
  void an_invoice_line_breaks_a_rule_between_its_columns(String rule, String column, String bad)
      throws IOException {
    SoundFile file = SoundFile.invoices().row("InvoiceDetailId", "LINE-0").row(column, bad);

    ConformanceReport report = SoundFile.check(file.write(folder.resolve("i.csv")));

    assertThat(SoundFile.broken(report)).containsExactly(rule);
  }
}
