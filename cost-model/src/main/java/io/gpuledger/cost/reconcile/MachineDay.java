package io.gpuledger.cost.reconcile;

import io.gpuledger.cost.filter.GroupKey;
import java.time.LocalDate;
import java.util.List;

/**
 * All that bills and telemetry say of one machine on one UTC day.
 *
 * @param day the UTC day
 * @param cluster the machine's cluster, {@code -} where no inventory names the resource
 * @param node its name, or {@code -}
 * @param seen its time within the UTC day
 * @param seenInBillingDay its time within the day of the bill that carries this date; the same as
 *     {@code seen} where the bill's days are UTC days
 * @param terms how its source bills
 * @param awaited whether the bill of this day may still come
 * @param rows what was billed; empty where nothing was
 * @param unbilled the key of its time where {@code rows} is empty
 */
public record MachineDay(
    LocalDate day,
    String cluster,
    String node,
    SeenTime seen,
    SeenTime seenInBillingDay,
    BillingTerms terms,
    boolean awaited,
    List<BilledRow> rows,
    BilledKey unbilled) {
  public MachineDay {
    rows = List.copyOf(rows);
  }

  /** Whether an inventory names the machine. */
  boolean isKnown() {
    return !node.equals(GroupKey.MISSING);
  }
}
