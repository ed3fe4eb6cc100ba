package io.gpuledger.cost.invoice;

import java.util.Locale;

/** The lines of a bridge, from top to bottom. */
public enum BridgeLine {
  /** Billed cost of the charges whose billing period begins in the month. */
  PAYABLE("Payable (invoiced)"),
  /** Purchases of the month that cover usage to come: taken off whole. */
  PREPAID("Prepaid purchases of the period"),
  /** What covered usage and unused commitments of the month cost. */
  AMORTISATION("Amortisation falling in the period"),
  /** Billed here for other months, and billed in other months for this one. */
  CORRECTIONS("Corrections for other periods"),
  /** Differences of exchange; none while every amount stands in its billing currency. */
  CURRENCY("Currency"),
  /** Charges whose bill states no effective cost: how much they cost is unknown. */
  UNKNOWN("Charges without an amortised cost"),
  /** The rest. Always shown. */
  UNEXPLAINED("Unexplained"),
  /** Effective cost of the month. */
  EFFECTIVE("Amortised (effective)");

  private final String words;

  BridgeLine(String words) {
    this.words = words;
  }

  /** The word in the API, e.g. {@code prepaid}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What a screen says. */
  public String words() {
    return words;
  }
}
