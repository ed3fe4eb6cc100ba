package io.gpuledger.dashboard.query;

import io.gpuledger.cost.owned.EnergyReading;
import java.math.BigInteger;
import java.util.List;

/**
 * What telemetry knows of a machine in a month.
 *
 * @param energy measured, by the hour; a range is as long as the time that was measured
 * @param usedNanos device-nanoseconds in which somebody held a device
 */
public record MachineUse(List<EnergyReading> energy, BigInteger usedNanos) {
  /** Nothing is known. */
  public static final MachineUse NOTHING = new MachineUse(List.of(), BigInteger.ZERO);

  public MachineUse {
    energy = List.copyOf(energy);
  }
}
