package io.gpuledger.dashboard.config;

import io.gpuledger.cost.owned.OwnedEstate;
import io.gpuledger.cost.owned.RealInvoice;
import java.util.List;

/**
 * Own hardware that a source bills.
 *
 * @param source its name, of kind owned
 * @param account the billing account of its charges
 * @param estate what it costs, without measured energy
 * @param meters where telemetry measures it
 * @param invoices what suppliers really asked for; of one kind one at a time, each of one month
 */
public record OwnedSource(
    String source,
    String account,
    OwnedEstate estate,
    List<Meter> meters,
    List<RealInvoice> invoices) {
  public OwnedSource {
    meters = List.copyOf(meters);
    invoices = List.copyOf(invoices);
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
