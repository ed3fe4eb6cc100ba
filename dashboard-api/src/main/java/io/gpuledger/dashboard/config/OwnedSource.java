package io.gpuledger.dashboard.config;

import io.gpuledger.cost.owned.OwnedEstate;
import java.util.List;

/**
 * Own hardware that a source bills.
 *
 * @param source its name, of kind owned
 * @param account the billing account of its charges
 * @param estate what it costs, without measured energy
 * @param meters where telemetry measures it
 */
public record OwnedSource(String source, String account, OwnedEstate estate, List<Meter> meters) {
  public OwnedSource {
    meters = List.copyOf(meters);
  }

  /**
   * A machine as telemetry knows it.
   *
   * @param resourceId the asset or machine
   * @param cluster where it reports
   * @param node by which name
   * @param devices how many accelerators report its energy; 0 where none does
   */
  public record Meter(String resourceId, String cluster, String node, int devices) {}
}
