package io.gpuledger.cost.allocation;

import io.gpuledger.cost.device.MachineShape;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Rounding;
import java.math.BigInteger;
import java.time.Duration;

/**
 * What a machine offered while a charge paid for it.
 *
 * @param deviceModel the model of its accelerators as reference prices name it; empty without any
 * @param deviceHours accelerators x hours
 * @param vcpuHours virtual processors x hours
 * @param memoryGibHours memory in GiB x hours
 */
public record MachineTime(
    String deviceModel, Amount deviceHours, Amount vcpuHours, Amount memoryGibHours) {
  private static final BigInteger NANOS_PER_HOUR =
      BigInteger.valueOf(Duration.ofHours(1).toNanos());

  public MachineTime {
    if (deviceHours.signum() < 0 || vcpuHours.signum() < 0 || memoryGibHours.signum() < 0) {
      throw new IllegalArgumentException(
          "a machine of " + deviceHours + ", " + vcpuHours + " and " + memoryGibHours + " hours");
    }
    if (deviceHours.isZero() && vcpuHours.isZero() && memoryGibHours.isZero()) {
      throw new IllegalArgumentException("a machine without device, processor and memory");
    }
  }

  /** A machine for some time. */
  public static MachineTime of(
      String deviceModel, int devices, Processors processors, Duration time) {
    return new MachineTime(
        deviceModel,
        hours(devices, time),
        hours(processors.vcpus, time),
        hours(processors.memoryGib, time));
  }

  /** The time of machines whose devices were paid for so many nanoseconds, above zero. */
  static MachineTime ofDeviceNanos(String deviceModel, MachineShape shape, long deviceNanos) {
    BigInteger divisor = NANOS_PER_HOUR.multiply(BigInteger.valueOf(shape.devices()));
    return new MachineTime(
        deviceModel,
        part(shape.devices(), deviceNanos, divisor),
        part(shape.vcpus(), deviceNanos, divisor),
        part(shape.memoryGib(), deviceNanos, divisor));
  }

  private static Amount part(int count, long deviceNanos, BigInteger divisor) {
    return Fraction.times(
        Amount.of(count), BigInteger.valueOf(deviceNanos), divisor, Rounding.SPLIT);
  }

  /**
   * The rest of a machine.
   *
   * @param vcpus virtual processors
   * @param memoryGib memory in GiB
   */
  public record Processors(int vcpus, int memoryGib) {}

  boolean hasDevices() {
    return !deviceHours.isZero();
  }

  private static Amount hours(int count, Duration time) {
    return Fraction.times(
        Amount.of(count), BigInteger.valueOf(time.toNanos()), NANOS_PER_HOUR, Rounding.SPLIT);
  }
}
