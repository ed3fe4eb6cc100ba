package io.gpuledger.dashboard.http;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the API asks about bills beside telemetry. A machine is compared whole, so these are called
 * for roles that see every team only.
 */
public interface ReconciliationQueries {
  /** What {@code by} may be; the first compares the rows of deliveries and takes no filter. */
  List<String> WAYS = List.of("delivery", "invoice", "sku", "day", "resource", "line");

  /**
   * {@code GET /reconciliation?by=..}.
   *
   * @param by one of {@link #WAYS} but the first
   * @param limit rows of a currency at most
   */
  record ReconcileRequest(
      TimeRange range,
      String by,
      LedgerQueries.Metric metric,
      Filter filter,
      Optional<Instant> asOf,
      int limit) {}

  /** Billed, seen and attributed, with every difference named. */
  Object reconciled(ReconcileRequest request);
}
