package io.gpuledger.ingest.gcp;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeRecord;
import java.math.BigDecimal;
import java.util.Optional;

/** Quantities, list cost and unit prices of a record. */
final class GcpPrices {
  private final int listCost;
  private final int listPrice;
  private final int price;
  private final int priceQuantity;
  private final int amount;
  private final int unit;
  private final int pricingAmount;
  private final int pricingUnit;
  private final int conversion;
  private final int sku;

  GcpPrices(GcpColumns columns) {
    listCost = columns.of("cost_at_list");
    listPrice = columns.of("price.list_price");
    price = columns.of("price.effective_price");
    priceQuantity = columns.of("price.pricing_unit_quantity");
    amount = columns.of("usage.amount");
    unit = columns.of("usage.unit");
    pricingAmount = columns.of("usage.amount_in_pricing_units");
    pricingUnit = columns.of("usage.pricing_unit");
    conversion = columns.of("currency_conversion_rate");
    sku = columns.of("sku.description");
  }

  void write(NativeRecord record, ChargeWriter charge, GcpCategory category, BigDecimal cost) {
    if (record.has(conversion)) {
      charge.put(FocusColumn.PRICING_CURRENCY, "USD");
    }
    if (!category.priced()) {
      // Taxes and adjustments have no price but what they cost.
      charge.product(FocusColumn.LIST_COST, cost);
      return;
    }
    writeList(record, charge);
    unitPrice(record, listPrice)
        .ifPresent(list -> charge.product(FocusColumn.LIST_UNIT_PRICE, list));
    unitPrice(record, price)
        .ifPresent(paid -> charge.product(FocusColumn.CONTRACTED_UNIT_PRICE, paid));
    String priced = unit(record, pricingUnit);
    charge.copy(FocusColumn.PRICING_QUANTITY, pricingAmount);
    charge.put(FocusColumn.PRICING_UNIT, priced);
    if (category.usage()) {
      // Google counts time in seconds and prices it in hours; devices are counted by the hour.
      boolean hours = priced.equals("Hours") && record.has(pricingAmount);
      charge.copy(FocusColumn.CONSUMED_QUANTITY, hours ? pricingAmount : amount);
      charge.put(FocusColumn.CONSUMED_UNIT, hours ? priced : unit(record, unit));
    }
  }

  /** Tokens are counted in nothing but a count. */
  private String unit(NativeRecord record, int field) {
    String word = GcpUnits.of(record.text(field));
    return word.equals(GcpUnits.COUNT) && GcpSku.countsTokens(record.text(sku)) ? "Tokens" : word;
  }

  /** Without a list cost of its own, list price x quantity; without that, none. */
  private void writeList(NativeRecord record, ChargeWriter charge) {
    if (record.has(listCost)) {
      charge.copy(FocusColumn.LIST_COST, listCost);
      return;
    }
    Optional<BigDecimal> list = unitPrice(record, listPrice);
    record
        .fact(pricingAmount)
        .flatMap(quantity -> list.map(quantity::multiply))
        .ifPresent(cost -> charge.product(FocusColumn.LIST_COST, cost));
  }

  /** A price is that of so many pricing units. */
  private Optional<BigDecimal> unitPrice(NativeRecord record, int field) {
    Optional<BigDecimal> told = record.fact(field).filter(found -> found.signum() >= 0);
    Optional<BigDecimal> units = record.fact(priceQuantity).filter(found -> found.signum() > 0);
    return told.map(
        found ->
            units.isEmpty() || units.get().compareTo(BigDecimal.ONE) == 0
                ? found
                : found.divide(units.get(), Amount.SCALE, Rounding.QUANTITY_TIMES_PRICE.mode()));
  }
}
