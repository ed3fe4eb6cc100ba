package io.gpuledger.cost.owned;

import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.money.Rounding;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What own devices cost by the hour. A figure is empty where there are no hours to divide by.
 *
 * @param perCapacityHour cost / hours that could have been used
 * @param perUsedHour cost / hours that were used
 */
public record HourlyCost(Optional<Money> perCapacityHour, Optional<Money> perUsedHour) {
  /**
   * The figures of a period.
   *
   * @param charges of one currency, all of the period
   * @param capacityNanos device-nanoseconds that were there
   * @param usedNanos device-nanoseconds that were used
   * @throws IllegalArgumentException if currencies differ
   */
  public static HourlyCost of(
      String currency, List<OwnedCharge> charges, BigInteger capacityNanos, BigInteger usedNanos) {
    Money total = Money.zero(currency);
    for (OwnedCharge charge : charges) {
      total = total.plus(charge.amount());
    }
    return new HourlyCost(perHour(total, capacityNanos), perHour(total, usedNanos));
  }

  private static Optional<Money> perHour(Money total, BigInteger nanos) {
    return nanos.signum() <= 0
        ? Optional.empty()
        : Optional.of(
            new Money(
                total.currency(),
                Fraction.times(
                    total.amount(),
                    BigInteger.valueOf(Duration.ofHours(1).toNanos()),
                    nanos,
                    Rounding.SPLIT)));
  }
}
