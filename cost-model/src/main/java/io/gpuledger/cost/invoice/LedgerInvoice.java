package io.gpuledger.cost.invoice;

import io.gpuledger.cost.money.Amount;
import java.util.List;

/**
 * What the ledger's charges say of an invoice, over all billing periods.
 *
 * @param billed sum of their billed cost
 * @param charges how many
 * @param sources the sources that delivered them
 */
public record LedgerInvoice(InvoiceKey key, Amount billed, long charges, List<String> sources) {
  public LedgerInvoice {
    sources = List.copyOf(sources);
  }
}
