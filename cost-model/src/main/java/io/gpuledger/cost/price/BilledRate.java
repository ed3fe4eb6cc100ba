package io.gpuledger.cost.price;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.money.Rounding;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a bill came to for the accelerators of one model on one day.
 *
 * @param source the source of the bill
 * @param account the billing account
 * @param region the provider's id of it, empty where the bill does not say
 * @param deviceModel as {@link DeviceFamily} writes it
 * @param day UTC
 * @param effective amortised cost of the accelerator charges, what nobody used of a commitment
 *     excepted
 * @param deviceNanos device-time that they paid for
 */
public record BilledRate(
    String source,
    String account,
    String region,
    String deviceModel,
    LocalDate day,
    Money effective,
    BigInteger deviceNanos) {
  private static final BigInteger NANOS_PER_HOUR = BigInteger.valueOf(3_600_000_000_000L);

  /**
   * Two regions of one bill together, named as the first.
   *
   * @throws IllegalArgumentException if they are not of one source, account, model, day, currency
   */
  BilledRate plus(BilledRate more) {
    if (!List.of(source, account, deviceModel, day, effective.currency())
        .equals(
            List.of(
                more.source,
                more.account,
                more.deviceModel,
                more.day,
                more.effective.currency()))) {
      throw new IllegalArgumentException(this + " and " + more + " have no rate together");
    }
    return new BilledRate(
        source,
        account,
        region,
        deviceModel,
        day,
        new Money(effective.currency(), effective.amount().plus(more.effective.amount())),
        deviceNanos.add(more.deviceNanos));
  }

  /** Cost divided by device-hours, rounded once; empty where no device-time was paid. */
  public Optional<Money> perDeviceHour() {
    if (deviceNanos.signum() <= 0 || effective.amount().signum() < 0) {
      return Optional.empty();
    }
    Amount hour =
        Fraction.amount(
            effective.amount().unscaled().multiply(NANOS_PER_HOUR),
            deviceNanos,
            Rounding.QUANTITY_TIMES_PRICE);
    return Optional.of(new Money(effective.currency(), hour));
  }
}
