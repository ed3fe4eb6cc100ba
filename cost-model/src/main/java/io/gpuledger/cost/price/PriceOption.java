package io.gpuledger.cost.price;

import java.util.Optional;

/** On which terms a price is asked. */
public enum PriceOption {
  /** By the hour, without a promise. */
  ON_DEMAND("on-demand"),
  /** Interruptible at any time. */
  SPOT("spot"),
  /** Committed for one year. */
  ONE_YEAR("1-year"),
  /** Committed for three years. */
  THREE_YEAR("3-year");

  private final String text;

  PriceOption(String text) {
    this.text = text;
  }

  /** The word in files, tables and JSON. */
  public String text() {
    return text;
  }

  /** The option of this word. */
  public static Optional<PriceOption> ofText(String text) {
    for (PriceOption option : values()) {
      if (option.text.equals(text)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }
}
