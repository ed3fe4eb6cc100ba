package io.gpuledger.cost.allocation;

import java.util.List;

/**
 * What telemetry knows of the machine that a charge pays for, within the charge's range.
 *
 * @param cluster the cluster of the node, or {@code -}
 * @param node its name, or {@code -}
 * @param times device-time by state and holder set; empty without telemetry
 */
public record ChargeTelemetry(String cluster, String node, List<DeviceTime> times) {
  /** No machine is known for the charge. */
  public static final ChargeTelemetry NONE = new ChargeTelemetry("-", "-", List.of());

  public ChargeTelemetry {
    times = List.copyOf(times);
  }
}
