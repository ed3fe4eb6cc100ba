package io.gpuledger.ingest.neocloud;

import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a contract charges for usage, and what its invoices asked for. All is in one currency.
 *
 * @param currency of all rates and invoices
 * @param planColumn the usage's column with the capacity plan; empty for the usual ones
 * @param rates no two of one SKU, plan and unit hold at the same time
 * @param invoices no two of one account and billing period
 */
public record RateCard(
    String currency, String planColumn, List<Rate> rates, List<Invoice> invoices) {
  /**
   * The price of one unit.
   *
   * @param sku as the usage names it
   * @param plan capacity plan; empty where the price holds for every plan that has none of its own
   * @param unit of usage that the price is of; usage in another unit is not priced by it
   * @param price not negative
   * @param valid when usage that is priced so begins
   */
  public record Rate(String sku, String plan, String unit, BigDecimal price, TimeRange valid) {
    public Rate {
      unit = HourUnits.of(unit);
      plan = planWord(plan);
      if (sku.isBlank() || unit.isBlank() || price.signum() < 0) {
        throw new IllegalArgumentException("a rate has a SKU, a unit and a price, not below zero");
      }
    }
  }

  /**
   * What was asked to be paid for a billing period.
   *
   * @param account billing account; empty where usage is of one account alone
   * @param payable what is to be paid, tax included
   * @param tax of it, in the same currency
   * @param day any instant in the billing period
   */
  public record Invoice(String id, String account, Money payable, Money tax, Instant day) {
    public Invoice {
      if (id.isBlank()) {
        throw new IllegalArgumentException("an invoice has an id");
      }
      if (!tax.currency().equals(payable.currency())) {
        throw new IllegalArgumentException("invoice " + id + " has its tax in another currency");
      }
    }
  }

  public RateCard {
    rates = List.copyOf(rates);
    invoices = List.copyOf(invoices);
    for (Invoice invoice : invoices) {
      if (!invoice.payable().currency().equals(currency)) {
        throw new IllegalArgumentException(
            "invoice " + invoice.id() + " is not in " + currency + ", as the rates are");
      }
    }
    Set<String> ids = new HashSet<>();
    for (Invoice invoice : invoices) {
      if (!ids.add(invoice.id())) {
        throw new IllegalArgumentException("invoice " + invoice.id() + " stands there twice");
      }
    }
    for (int i = 0; i < rates.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (sameAtOnce(rates.get(i), rates.get(j))) {
          throw new IllegalArgumentException(
              "two rates of " + rates.get(i).sku() + " hold at the same time");
        }
      }
    }
  }

  private static boolean sameAtOnce(Rate one, Rate other) {
    return one.sku().equals(other.sku())
        && one.plan().equals(other.plan())
        && one.unit().equals(other.unit())
        && one.valid().overlaps(other.valid());
  }

  /** All rates of a SKU. */
  List<Rate> of(String sku) {
    return rates.stream().filter(rate -> rate.sku().equals(sku)).toList();
  }

  /** A rate of the plan itself goes before one of every plan. */
  static Optional<BigDecimal> find(List<Rate> ofSku, String plan, String unit, Instant at) {
    return Stream.of(planWord(plan), "")
        .flatMap(
            word ->
                ofSku.stream()
                    .filter(rate -> rate.plan().equals(word) && rate.unit().equals(unit))
                    .filter(rate -> rate.valid().contains(at)))
        .map(Rate::price)
        .findFirst();
  }

  /** {@code On-Demand}, {@code on demand} and {@code ONDEMAND} are one plan. */
  static String planWord(String text) {
    return text.strip().toLowerCase(Locale.ROOT).replaceAll("[ _-]", "");
  }
}
