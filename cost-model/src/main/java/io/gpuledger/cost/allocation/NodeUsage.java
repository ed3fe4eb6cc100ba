package io.gpuledger.cost.allocation;

import java.util.List;

/**
 * What telemetry knows of the machine that a charge pays for, within the charge's range.
 *
 * @param cluster the cluster of the node, or {@code -}
 * @param node its name, or {@code -}
 * @param times device-time by state and holder set; empty without telemetry
 */
public record NodeUsage(String cluster, String node, List<DeviceTime> times) {
  /** No machine is known for the charge. */
  public static final NodeUsage NONE = new NodeUsage("-", "-", List.of());

  public NodeUsage {
    times = List.copyOf(times);
  }
}
