package io.gpuledger.cost.owned;

import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.time.TimeRange;

/**
 * What a utility, colocation or other supplier really asked for.
 *
 * @param issuer who
 * @param invoiceId which invoice
 * @param kind what for
 * @param period which time it is for
 * @param amount what it asks for
 */
public record RealInvoice(
    String issuer, String invoiceId, CostKind kind, TimeRange period, Money amount) {
  public RealInvoice {
    Faults.of("invoice " + invoiceId)
        .text(issuer, "issuer")
        .text(invoiceId, "invoiceId")
        .orRefuse();
  }
}
