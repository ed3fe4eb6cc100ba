package io.gpuledger.cost.price;

import io.gpuledger.cost.money.Money;
import java.util.Optional;

/**
 * What an hour of one device costs.
 *
 * @param origin where it comes from
 * @param perDeviceHour empty only where it is unpriced
 * @param because which bill, contract or price says so
 */
public record ResolvedRate(RateOrigin origin, Optional<Money> perDeviceHour, String because) {
  public ResolvedRate {
    if (perDeviceHour.isPresent() == (origin == RateOrigin.UNPRICED)) {
      throw new IllegalArgumentException("a rate of origin " + origin + ": " + perDeviceHour);
    }
  }

  static ResolvedRate of(RateOrigin origin, Money perDeviceHour, String because) {
    return new ResolvedRate(origin, Optional.of(perDeviceHour), because);
  }
}
