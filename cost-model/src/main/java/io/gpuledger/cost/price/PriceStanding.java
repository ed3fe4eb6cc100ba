package io.gpuledger.cost.price;

import java.util.Locale;

/** Whether a row of the price book holds. */
public enum PriceStanding {
  /** As published. */
  PUBLISHED,
  /** Published, and another one is configured in its place. */
  OVERRIDDEN,
  /** Configured. */
  CONFIGURED;

  /** The word in tables and JSON. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
