package io.gpuledger.cost.estimate;

import java.time.LocalDate;

/**
 * Device-time of one model on one machine on one UTC day, as telemetry has seen it.
 *
 * @param cluster where the machine stands
 * @param node its name
 * @param resource the provider's id of it, empty where unknown
 * @param deviceModel as telemetry prints it, empty where it does not
 * @param day UTC
 * @param devices how many accelerators were seen
 * @param nanos their time in inventory, in whatever state, together
 */
public record DeviceDay(
    String cluster,
    String node,
    String resource,
    String deviceModel,
    LocalDate day,
    long devices,
    long nanos) {
  public DeviceDay {
    if (devices < 0 || nanos < 0) {
      throw new IllegalArgumentException(devices + " devices for " + nanos + " ns on " + node);
    }
  }
}
