package io.gpuledger.cost.unit;

import java.math.BigInteger;

/**
 * Device-time in nanoseconds; each kind is part of the one before it.
 *
 * @param paid all of it
 * @param allocated of that, time that somebody held a device
 * @param busy of that, time that it worked
 * @param productive of that, time that it worked well
 */
public record DeviceTimes(
    BigInteger paid, BigInteger allocated, BigInteger busy, BigInteger productive) {
  public static final DeviceTimes NOTHING =
      new DeviceTimes(BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO);

  public DeviceTimes plus(DeviceTimes other) {
    return new DeviceTimes(
        paid.add(other.paid),
        allocated.add(other.allocated),
        busy.add(other.busy),
        productive.add(other.productive));
  }

  /** This without some of it. */
  public DeviceTimes minus(DeviceTimes other) {
    return new DeviceTimes(
        paid.subtract(other.paid),
        allocated.subtract(other.allocated),
        busy.subtract(other.busy),
        productive.subtract(other.productive));
  }
}
