package io.gpuledger.dashboard.query;

import io.gpuledger.cost.invoice.Bridge;
import io.gpuledger.cost.invoice.PeriodTie;
import java.util.List;
import java.util.Map;

/**
 * The bridges of a month.
 *
 * @param bridges one per billing currency, in the order of their codes
 * @param ties by currency, how the month stands against its invoices
 * @param waitingDeliveries deliveries that came or went and are still being allocated
 */
public record BridgeFigures(
    List<Bridge> bridges, Map<String, PeriodTie> ties, long waitingDeliveries) {
  public BridgeFigures {
    bridges = List.copyOf(bridges);
    ties = Map.copyOf(ties);
  }

  /** How the month stands in a currency. */
  public PeriodTie tie(String currency) {
    return ties.getOrDefault(currency, PeriodTie.none());
  }
}
