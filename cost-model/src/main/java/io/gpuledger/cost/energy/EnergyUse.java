package io.gpuledger.cost.energy;

import io.gpuledger.cost.unit.DeviceTimes;
import java.math.BigInteger;

/**
 * Measured energy of devices with the device-time behind it.
 *
 * @param microjoules what the devices themselves drew while they were metered
 * @param metered device-time in which energy was measured
 * @param all device-time in inventory, measured or not
 */
public record EnergyUse(BigInteger microjoules, DeviceTimes metered, DeviceTimes all) {
  public static final EnergyUse NOTHING =
      new EnergyUse(BigInteger.ZERO, DeviceTimes.NOTHING, DeviceTimes.NOTHING);

  public EnergyUse plus(EnergyUse other) {
    return new EnergyUse(
        microjoules.add(other.microjoules), metered.plus(other.metered), all.plus(other.all));
  }

  /** This without some of it. */
  public EnergyUse minus(EnergyUse other) {
    return new EnergyUse(
        microjoules.subtract(other.microjoules),
        metered.minus(other.metered),
        all.minus(other.all));
  }

  /** Whether any time was metered; without it the energy is missing, not zero. */
  public boolean isMeasured() {
    return metered.paid().signum() > 0;
  }
}
