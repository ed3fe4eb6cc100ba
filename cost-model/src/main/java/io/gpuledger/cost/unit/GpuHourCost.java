package io.gpuledger.cost.unit;

import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Money of GPUs with the device-time behind it, in nanoseconds: each kind of time is part of the
 * one before it, so its hours are fewer and cost more.
 *
 * @param amount all money of GPU device-time, whatever its state
 * @param paid device-time that was paid for
 * @param allocated of that, time that somebody held a device
 * @param busy of that, time that it worked
 * @param productive of that, time that it worked well
 */
public record GpuHourCost(
    Amount amount, BigInteger paid, BigInteger allocated, BigInteger busy, BigInteger productive) {
  public static final GpuHourCost NOTHING =
      new GpuHourCost(
          Amount.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

  public GpuHourCost plus(GpuHourCost other) {
    return new GpuHourCost(
        amount.plus(other.amount),
        paid.add(other.paid),
        allocated.add(other.allocated),
        busy.add(other.busy),
        productive.add(other.productive));
  }

  /** This without some of it. */
  public GpuHourCost minus(GpuHourCost other) {
    return new GpuHourCost(
        amount.minus(other.amount),
        paid.subtract(other.paid),
        allocated.subtract(other.allocated),
        busy.subtract(other.busy),
        productive.subtract(other.productive));
  }

  /**
   * The whole amount over the hours of one kind of time, HALF_UP; empty where there is no such
   * time, or none left after what was taken back.
   */
  public Optional<BigDecimal> perHour(BigInteger nanos) {
    return UnitMeasure.COST_PER_GPU_HOUR.of(amount.toBigDecimal(), nanos);
  }
}
