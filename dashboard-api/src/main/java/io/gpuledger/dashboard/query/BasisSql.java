package io.gpuledger.dashboard.query;

import io.gpuledger.cost.estimate.Estimate;

/**
 * Pieces of SQL that keep estimates and bills apart. An estimate has an amortised cost of UTC days
 * and nothing else: no invoiced, list or contracted cost and no billing period. Whatever ties to a
 * bill reads lines of bills alone.
 */
final class BasisSql {
  /** Lines of bills. */
  static final String FROM_BILL = "basis = 'from_bill'";

  /** Deliveries of bills, in the table itself; its views hold no others. */
  static final String BILL_DELIVERIES = "scope_kind != '" + Estimate.SCOPE_KIND + "'";

  private BasisSql() {}

  /** A further condition that leaves estimates out where a question cannot ask for them. */
  static String and(CostQuery.Metric metric, boolean byInvoice) {
    return metric == CostQuery.Metric.EFFECTIVE && !byInvoice ? "" : " AND " + FROM_BILL;
  }
}
