package io.gpuledger.cost.close;

import io.gpuledger.cost.money.Amount;
import java.util.Optional;

/**
 * What one thing cost in a period.
 *
 * @param key what, such as a SKU; once a period
 * @param quantity how much of it; empty for one-off costs and where the bill counts nothing
 * @param unit what the quantity is counted in, empty without one
 * @param cost in the currency of the comparison
 */
public record PricedUsage(String key, Optional<Amount> quantity, String unit, Amount cost) {
  /** A cost that is counted. */
  public static PricedUsage of(String key, Amount quantity, String unit, Amount cost) {
    return new PricedUsage(key, Optional.of(quantity), unit, cost);
  }

  /** A cost that is not. */
  public static PricedUsage oneOff(String key, Amount cost) {
    return new PricedUsage(key, Optional.empty(), "", cost);
  }

  boolean comparesWith(PricedUsage other) {
    return unit.equals(other.unit)
        && quantity.filter(amount -> amount.signum() > 0).isPresent()
        && other.quantity.filter(amount -> amount.signum() > 0).isPresent();
  }
}
