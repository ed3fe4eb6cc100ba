package io.gpuledger.cost.currency;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;

/** Leave to compute the rate of a pair from other rates where it has none of its own. */
public sealed interface RateDerivation {
  /** The pair whose rate may be computed. */
  CurrencyPair pair();

  /**
   * One divided by the rate of the other direction.
   *
   * @param pair the pair that gets a rate
   */
  record Inverse(CurrencyPair pair) implements RateDerivation {}

  /**
   * The rate to a third currency times the rate from there. Each of the two has a rate of its own
   * or may be inverted; a cross rate is never made of cross rates.
   *
   * @param pair the pair that gets a rate
   * @param via the third currency
   */
  record Cross(CurrencyPair pair, String via) implements RateDerivation {
    public Cross {
      Faults.of("cross rate " + pair)
          .check(
              !via.equals(pair.from()) && !via.equals(pair.to()),
              ProblemCode.NOT_ALLOWED_VALUE,
              "via",
              via + " is one of the two currencies")
          .check(!via.isBlank(), ProblemCode.NOT_A_CURRENCY, "via", "is missing")
          .orRefuse();
    }
  }
}
