package io.gpuledger.cost.charge;

import java.util.Locale;

/**
 * The columns of a charge: FOCUS 1.4 Cost and Usage, then what GpuLedger derives itself ({@code
 * x_}). The number of a column stands on Kafka and is never reused.
 *
 * <p>Source: FOCUS specification 1.4, Cost and Usage dataset.
 */
public enum FocusColumn {
  ALLOCATED_METHOD_DETAILS(1, "AllocatedMethodDetails", Kind.JSON),
  ALLOCATED_METHOD_ID(2, "AllocatedMethodId", Kind.TEXT),
  ALLOCATED_RESOURCE_ID(3, "AllocatedResourceId", Kind.TEXT),
  ALLOCATED_RESOURCE_NAME(4, "AllocatedResourceName", Kind.TEXT),
  ALLOCATED_TAGS(5, "AllocatedTags", Kind.KEY_VALUES),
  AVAILABILITY_ZONE(6, "AvailabilityZone", Kind.NAME),
  BILLED_COST(7, "BilledCost", Kind.COST),
  BILLING_ACCOUNT_ID(8, "BillingAccountId", Kind.TEXT),
  BILLING_ACCOUNT_NAME(9, "BillingAccountName", Kind.NAME),
  BILLING_ACCOUNT_TYPE(10, "BillingAccountType", Kind.NAME),
  BILLING_CURRENCY(11, "BillingCurrency", Kind.NAME),
  BILLING_PERIOD_END(12, "BillingPeriodEnd", Kind.TIME),
  BILLING_PERIOD_START(13, "BillingPeriodStart", Kind.TIME),
  CAPACITY_RESERVATION_ID(14, "CapacityReservationId", Kind.TEXT),
  CAPACITY_RESERVATION_STATUS(15, "CapacityReservationStatus", Kind.NAME),
  CHARGE_CATEGORY(16, "ChargeCategory", Kind.NAME),
  CHARGE_CLASS(17, "ChargeClass", Kind.NAME),
  CHARGE_DESCRIPTION(18, "ChargeDescription", Kind.TEXT),
  CHARGE_FREQUENCY(19, "ChargeFrequency", Kind.NAME),
  CHARGE_PERIOD_END(20, "ChargePeriodEnd", Kind.TIME),
  CHARGE_PERIOD_START(21, "ChargePeriodStart", Kind.TIME),
  COMMITMENT_DISCOUNT_CATEGORY(22, "CommitmentDiscountCategory", Kind.NAME),
  COMMITMENT_DISCOUNT_ID(23, "CommitmentDiscountId", Kind.TEXT),
  COMMITMENT_DISCOUNT_NAME(24, "CommitmentDiscountName", Kind.TEXT),
  COMMITMENT_DISCOUNT_QUANTITY(25, "CommitmentDiscountQuantity", Kind.QUANTITY),
  COMMITMENT_DISCOUNT_STATUS(26, "CommitmentDiscountStatus", Kind.NAME),
  COMMITMENT_DISCOUNT_TYPE(27, "CommitmentDiscountType", Kind.NAME),
  COMMITMENT_DISCOUNT_UNIT(28, "CommitmentDiscountUnit", Kind.NAME),
  COMMITMENT_PROGRAM_ELIGIBILITY_DETAILS(29, "CommitmentProgramEligibilityDetails", Kind.JSON),
  CONSUMED_QUANTITY(30, "ConsumedQuantity", Kind.QUANTITY),
  CONSUMED_UNIT(31, "ConsumedUnit", Kind.NAME),
  CONTRACT_APPLIED(32, "ContractApplied", Kind.JSON),
  CONTRACTED_COST(33, "ContractedCost", Kind.COST),
  CONTRACTED_UNIT_PRICE(34, "ContractedUnitPrice", Kind.COST),
  EFFECTIVE_COST(35, "EffectiveCost", Kind.COST),
  HOST_PROVIDER_NAME(36, "HostProviderName", Kind.NAME),
  INVOICE_DETAIL_ID(37, "InvoiceDetailId", Kind.TEXT),
  INVOICE_ID(38, "InvoiceId", Kind.TEXT),
  INVOICE_ISSUER_NAME(39, "InvoiceIssuerName", Kind.NAME),
  LIST_COST(40, "ListCost", Kind.COST),
  LIST_UNIT_PRICE(41, "ListUnitPrice", Kind.COST),
  PRICING_CATEGORY(42, "PricingCategory", Kind.NAME),
  PRICING_CURRENCY(43, "PricingCurrency", Kind.NAME),
  PRICING_CURRENCY_CONTRACTED_UNIT_PRICE(44, "PricingCurrencyContractedUnitPrice", Kind.COST),
  PRICING_CURRENCY_EFFECTIVE_COST(45, "PricingCurrencyEffectiveCost", Kind.QUANTITY),
  PRICING_CURRENCY_LIST_UNIT_PRICE(46, "PricingCurrencyListUnitPrice", Kind.COST),
  PRICING_QUANTITY(47, "PricingQuantity", Kind.QUANTITY),
  PRICING_UNIT(48, "PricingUnit", Kind.NAME),
  REGION_ID(49, "RegionId", Kind.NAME),
  REGION_NAME(50, "RegionName", Kind.NAME),
  RESOURCE_ID(51, "ResourceId", Kind.TEXT),
  RESOURCE_NAME(52, "ResourceName", Kind.TEXT),
  RESOURCE_TYPE(53, "ResourceType", Kind.NAME),
  SERVICE_CATEGORY(54, "ServiceCategory", Kind.NAME),
  SERVICE_NAME(55, "ServiceName", Kind.NAME),
  SERVICE_PROVIDER_NAME(56, "ServiceProviderName", Kind.NAME),
  SERVICE_SUBCATEGORY(57, "ServiceSubcategory", Kind.NAME),
  SKU_ID(58, "SkuId", Kind.TEXT),
  SKU_METER(59, "SkuMeter", Kind.NAME),
  SKU_PRICE_DETAILS(60, "SkuPriceDetails", Kind.JSON),
  SKU_PRICE_ID(61, "SkuPriceId", Kind.TEXT),
  SUB_ACCOUNT_ID(62, "SubAccountId", Kind.TEXT),
  SUB_ACCOUNT_NAME(63, "SubAccountName", Kind.NAME),
  SUB_ACCOUNT_TYPE(64, "SubAccountType", Kind.NAME),
  TAGS(65, "Tags", Kind.KEY_VALUES),
  X_PUBLISHER_NAME(66, "x_PublisherName", Kind.NAME),
  X_DEVICE_MODEL(67, "x_DeviceModel", Kind.NAME),
  X_DEVICE_COUNT(68, "x_DeviceCount", Kind.QUANTITY),
  X_ACCELERATOR(69, "x_Accelerator", Kind.NAME);

  /** What the cells of a column hold, and with which Java type a {@link Charge} holds them. */
  public enum Kind {
    /** Free text of many values; {@link String}. */
    TEXT,
    /** Text of few values in a delivery; {@link String}. */
    NAME,
    /** A JSON object kept as its text; {@link String}. */
    JSON,
    /** A flat JSON object; {@code Map<String, String>}, a key without value holds "true". */
    KEY_VALUES,
    /** Money, below 10^12; {@link io.gpuledger.cost.money.Amount}. */
    COST,
    /** A quantity, below 10^20; {@link io.gpuledger.cost.money.Amount}. */
    QUANTITY,
    /** A UTC instant; {@link java.time.Instant}. */
    TIME
  }

  private static final FocusColumn[] BY_NUMBER = values();

  private final int number;
  private final String focusName;
  private final String columnName;
  private final Kind kind;

  FocusColumn(int number, String focusName, Kind kind) {
    this.number = number;
    this.focusName = focusName;
    this.columnName = name().toLowerCase(Locale.ROOT);
    this.kind = kind;
  }

  /** The stable number on Kafka, from 1. */
  public int number() {
    return number;
  }

  /** The column's name in FOCUS files, e.g. {@code BilledCost}. */
  public String focusName() {
    return focusName;
  }

  /** The column's name in table {@code charges}, e.g. {@code billed_cost}. */
  public String columnName() {
    return columnName;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether a row without this value is refused (design section 7, Deliveries). */
  public boolean required() {
    return switch (this) {
      case BILLED_COST,
          BILLING_ACCOUNT_ID,
          BILLING_CURRENCY,
          BILLING_PERIOD_START,
          BILLING_PERIOD_END,
          CHARGE_PERIOD_START,
          CHARGE_PERIOD_END ->
          true;
      default -> false;
    };
  }

  /**
   * The column with this number on Kafka.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static FocusColumn ofNumber(int number) {
    if (number < 1 || number > BY_NUMBER.length) {
      throw new IllegalArgumentException("no FOCUS column has number " + number);
    }
    return BY_NUMBER[number - 1];
  }
}
