package io.gpuledger.ingest.azure;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.azure.AzureCommitment.Part;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeColumns;
import io.gpuledger.ingest.bill.NativeRecord;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * The costs of a line. Its own cost column is billed in the actual view and effective in the
 * amortised one.
 */
final class AzureCosts {
  private final AzureView view;
  private final int cost;
  private final int quantity;
  private final int effectivePrice;
  private final int unitPrice;
  private final int listPrice;
  private final int listCost;
  private final int exchangeRate;
  private final int pricingCurrency;
  private final int pricingCost;
  private final int currency;

  AzureCosts(AzureColumns columns, AzureView view) {
    this.view = view;
    cost = columns.of(AzureColumns.COST);
    quantity = columns.of("Quantity", "UsageQuantity");
    effectivePrice = columns.of("EffectivePrice", "ResourceRate");
    unitPrice = columns.of("UnitPrice");
    listPrice = columns.of("PayGPrice");
    listCost = columns.of("PayGCostInBillingCurrency");
    exchangeRate = columns.of("ExchangeRatePricingToBilling");
    pricingCurrency = columns.of("PricingCurrency");
    pricingCost = columns.of("CostInPricingCurrency");
    currency = columns.of(AzureColumns.CURRENCY);
  }

  /** The line's own cost. */
  Optional<BigDecimal> own(NativeRecord line) {
    return line.decimal(cost);
  }

  /** BilledCost: what a commitment bears costs nothing on an invoice. */
  static Optional<BigDecimal> billed(Optional<BigDecimal> own, Part part) {
    return part.covered() ? Optional.of(BigDecimal.ZERO) : own;
  }

  /**
   * EffectiveCost. Empty for what a commitment bears in the actual view: its share of the purchase
   * stands in the amortised export alone, and is not the zero of this one.
   */
  Optional<BigDecimal> effective(Optional<BigDecimal> own, Part part) {
    if (part == Part.PURCHASE) {
      return Optional.of(BigDecimal.ZERO);
    }
    return part.covered() && view != AzureView.AMORTISED ? Optional.empty() : own;
  }

  /**
   * Whether the other export of the month tells the line, where both are there: what is invoiced
   * comes from the actual one, what commitments bear from the amortised one.
   */
  boolean toldByOther(Part part) {
    return (view == AzureView.ACTUAL && part.covered())
        || (view == AzureView.AMORTISED && !part.covered());
  }

  /**
   * How many of what the price is for are one of what the quantity counts: one, unless the line's
   * own cost says that the price is for a block of them.
   */
  BigDecimal divisor(NativeRecord line, BigDecimal block) {
    Optional<BigDecimal> price = line.fact(effectivePrice);
    Optional<BigDecimal> amount = line.fact(quantity);
    Optional<BigDecimal> own = line.fact(cost);
    if (block.compareTo(BigDecimal.ONE) == 0
        || price.isEmpty()
        || amount.isEmpty()
        || own.isEmpty()
        || own.get().signum() == 0) {
      return BigDecimal.ONE;
    }
    BigDecimal single = price.get().multiply(amount.get());
    BigDecimal blocks = single.divide(block, MathContext.DECIMAL128);
    BigDecimal far = single.subtract(own.get()).abs();
    BigDecimal near = blocks.subtract(own.get()).abs();
    return near.compareTo(far) < 0 ? block : BigDecimal.ONE;
  }

  /** Sets prices, list and contracted cost. */
  void writePrices(
      NativeRecord line,
      ChargeWriter charge,
      AzureChargeType type,
      Optional<BigDecimal> own,
      BigDecimal divisor) {
    if (type == AzureChargeType.UNUSED) {
      charge.put(FocusColumn.LIST_COST, BigDecimal.ZERO);
      charge.put(FocusColumn.CONTRACTED_COST, BigDecimal.ZERO);
      return;
    }
    if (type != AzureChargeType.USAGE) {
      own.ifPresent(amount -> charge.put(FocusColumn.LIST_COST, amount));
      own.ifPresent(amount -> charge.put(FocusColumn.CONTRACTED_COST, amount));
      return;
    }
    Optional<BigDecimal> amount = line.fact(quantity);
    BigDecimal rate = line.fact(exchangeRate).orElse(BigDecimal.ONE);
    Optional<BigDecimal> contracted = line.fact(unitPrice).map(rate::multiply);
    contracted.ifPresent(price -> putRounded(charge, FocusColumn.CONTRACTED_UNIT_PRICE, price));
    times(contracted, amount, divisor)
        .ifPresent(sum -> putRounded(charge, FocusColumn.CONTRACTED_COST, sum));
    // A list price of zero is none: Azure writes it where it has no public price.
    Optional<BigDecimal> list =
        line.fact(listPrice).filter(price -> price.signum() != 0).map(rate::multiply);
    list.ifPresent(price -> putRounded(charge, FocusColumn.LIST_UNIT_PRICE, price));
    Optional<BigDecimal> told =
        listCost == NativeColumns.NONE ? times(list, amount, divisor) : line.fact(listCost);
    told.or(() -> free(line, own)).ifPresent(sum -> putRounded(charge, FocusColumn.LIST_COST, sum));
  }

  /** What has no price at all is free. */
  private Optional<BigDecimal> free(NativeRecord line, Optional<BigDecimal> own) {
    boolean priced = line.fact(unitPrice).filter(price -> price.signum() != 0).isPresent();
    return own.filter(amount -> amount.signum() == 0 && !priced && line.has(unitPrice));
  }

  /** Sets the columns of the currency in which prices are agreed. */
  void writePricingCurrency(
      NativeRecord line, ChargeWriter charge, AzureChargeType type, Part part) {
    if (pricingCurrency == NativeColumns.NONE) {
      charge.copy(FocusColumn.PRICING_CURRENCY, currency);
      return;
    }
    charge.copy(FocusColumn.PRICING_CURRENCY, pricingCurrency);
    effective(line.fact(pricingCost), part)
        .ifPresent(
            amount -> putRounded(charge, FocusColumn.PRICING_CURRENCY_EFFECTIVE_COST, amount));
    if (type == AzureChargeType.USAGE) {
      charge.copy(FocusColumn.PRICING_CURRENCY_CONTRACTED_UNIT_PRICE, unitPrice);
      charge.copy(FocusColumn.PRICING_CURRENCY_LIST_UNIT_PRICE, listPrice);
    }
  }

  private static Optional<BigDecimal> times(
      Optional<BigDecimal> price, Optional<BigDecimal> amount, BigDecimal divisor) {
    return price.flatMap(
        each -> amount.map(count -> each.multiply(count).divide(divisor, MathContext.DECIMAL128)));
  }

  private static void putRounded(ChargeWriter charge, FocusColumn column, BigDecimal number) {
    charge.put(column, NativeRecord.rounded(number));
  }
}
