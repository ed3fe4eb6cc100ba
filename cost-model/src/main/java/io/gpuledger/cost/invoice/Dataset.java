package io.gpuledger.cost.invoice;

import java.util.Locale;

/** A dataset of FOCUS beside Cost and Usage; each is a table of its own. */
public enum Dataset {
  INVOICES,
  BILLING_PERIODS,
  CONTRACT_COMMITMENTS;

  /** The name of its table, e.g. {@code billing_periods}; also its name in reports. */
  public String table() {
    return name().toLowerCase(Locale.ROOT);
  }
}
