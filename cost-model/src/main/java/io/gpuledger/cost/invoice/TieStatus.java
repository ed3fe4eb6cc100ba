package io.gpuledger.cost.invoice;

import java.util.Locale;

/** How an invoice stands against the ledger. */
public enum TieStatus {
  /** The billed cost of its charges is its payable amount, to the last digit. */
  TIED("tied"),
  /** They are equal, but the invoice is open: its issuer may still change it. */
  NOT_ISSUED("matches, not issued"),
  /** They differ, or lines of the total were refused. */
  NOT_TIED("not tied"),
  /** The ledger has no charge of it. */
  INVOICE_WITHOUT_CHARGES("invoice without charges"),
  /** Its charges are there, but nobody loaded a total: there is nothing to tie to. */
  NO_INDEPENDENT_TOTAL("not tied to an invoice");

  private final String words;

  TieStatus(String words) {
    this.words = words;
  }

  /** The word in the API, e.g. {@code not_tied}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a screen says. */
  public String words() {
    return words;
  }
}
