package io.gpuledger.cost.currency;

import io.gpuledger.cost.money.Money;
import java.time.Instant;

/** Whatever turns an amount into another currency. */
public interface CurrencyConverter {
  /**
   * The amount in a currency, or unconverted where a rate is missing.
   *
   * @param to the currency that is wanted
   * @param purpose of the rate; no other purpose is tried
   * @param at the instant whose rate is wanted
   */
  Conversion convert(Money amount, String to, RatePurpose purpose, Instant at);
}
