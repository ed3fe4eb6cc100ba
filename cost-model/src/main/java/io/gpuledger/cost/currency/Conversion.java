package io.gpuledger.cost.currency;

import io.gpuledger.cost.money.Money;
import java.time.Instant;

/** What became of an amount that was wanted in a currency. */
public sealed interface Conversion {
  /** The amount as it came. */
  Money original();

  /**
   * The amount in the wanted currency.
   *
   * @param original the amount as it came
   * @param converted rounded once, at 1e-18
   * @param rate what it was converted by
   */
  record Converted(Money original, Money converted, UsedRate rate) implements Conversion {}

  /**
   * No rate was there. The amount stays what it is: neither zero nor guessed.
   *
   * @param original the amount as it came
   * @param to the currency that was wanted
   * @param purpose of the rate that is missing
   * @param at the instant it is missing for
   */
  record Unconverted(Money original, String to, RatePurpose purpose, Instant at)
      implements Conversion {
    /** Which rate must be added. */
    public String reason() {
      return "no "
          + purpose.text()
          + " rate from "
          + original.currency()
          + " to "
          + to
          + " at "
          + at
          + "; add it to the currencies";
    }
  }
}
