package io.gpuledger.cost.estimate;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.price.DeviceFamily;
import io.gpuledger.cost.price.DeviceTimePrice;
import io.gpuledger.cost.price.PricedCluster;
import io.gpuledger.cost.price.ResolvedRate;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What the accelerators of one machine will presumably be billed for a day.
 *
 * @param time what is priced
 * @param paidBy whose bill will pay for it
 * @param rate what an hour of one of them costs, and from where that is known
 */
public record EstimatedCharge(DeviceDay time, PricedCluster paidBy, ResolvedRate rate) {
  private static final BigInteger NANOS_PER_HOUR = BigInteger.valueOf(3_600_000_000_000L);

  /** The SKU family, by which a bill shadows it. */
  public String family() {
    return DeviceFamily.of(time.deviceModel());
  }

  /** Device-hours, rounded once at 18 digits. */
  public Amount deviceHours() {
    return Fraction.times(
        Amount.of(1), BigInteger.valueOf(time.nanos()), NANOS_PER_HOUR, Rounding.SPLIT);
  }

  /** Hours in inventory x rate, rounded once; empty, which is not zero, where it is unpriced. */
  public Optional<Amount> effective() {
    return rate.perDeviceHour()
        .map(Money::amount)
        .map(hour -> DeviceTimePrice.amount(DeviceTimePrice.product(time.nanos(), hour)));
  }

  /** The machine as a bill would name it. */
  public String resource() {
    return time.resource().isEmpty() ? time.cluster() + "/" + time.node() : time.resource();
  }

  /** Which rate it was priced at, and from where. */
  public String description() {
    return rate.perDeviceHour()
            .map(hour -> "Estimated at " + hour.amount() + " " + hour.currency() + "/GPU-hour, ")
            .orElse("Not estimated, ")
        + rate.origin().text()
        + ": "
        + rate.because();
  }
}
