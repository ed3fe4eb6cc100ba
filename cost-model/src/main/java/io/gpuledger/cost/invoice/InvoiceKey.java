package io.gpuledger.cost.invoice;

import java.util.Comparator;

/**
 * Names what is asked to be paid: an invoice of an issuer in one billing currency.
 *
 * @param issuer who bills, as FOCUS InvoiceIssuerName spells it; {@code -} where a charge names
 *     none
 * @param invoiceId the issuer's id of the invoice
 * @param currency billing currency
 */
public record InvoiceKey(String issuer, String invoiceId, String currency)
    implements Comparable<InvoiceKey> {
  private static final Comparator<InvoiceKey> ORDER =
      Comparator.comparing(InvoiceKey::issuer)
          .thenComparing(InvoiceKey::invoiceId)
          .thenComparing(InvoiceKey::currency);

  @Override
  public int compareTo(InvoiceKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return issuer + " " + invoiceId + " " + currency;
  }
}
