package io.gpuledger.cost.price;

import java.util.Locale;

/** Where a rate comes from, in the order in which they are asked. */
public enum RateOrigin {
  /** What the bill came to for an hour. */
  FROM_BILL,
  /** What a commitment of the configuration costs for an hour. */
  CONTRACT,
  /** A configured price. */
  OVERRIDE,
  /** A published price. */
  PRICE_BOOK,
  /** Nothing says what it costs. */
  UNPRICED;

  /** The word in tables and JSON. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
