package io.gpuledger.cost.currency;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;

/**
 * Two different currencies in the direction of a conversion.
 *
 * @param from the currency of the amount, ISO 4217 or virtual
 * @param to the currency that is wanted
 */
public record CurrencyPair(String from, String to) {
  public CurrencyPair {
    Faults.of("currency pair " + from + " to " + to)
        .check(!from.isBlank(), ProblemCode.NOT_A_CURRENCY, "from", "is missing")
        .check(!to.isBlank(), ProblemCode.NOT_A_CURRENCY, "to", "is missing")
        .check(!from.equals(to), ProblemCode.NOT_ALLOWED_VALUE, "to", "is the same currency")
        .orRefuse();
  }

  public CurrencyPair inverse() {
    return new CurrencyPair(to, from);
  }

  @Override
  public String toString() {
    return from + " to " + to;
  }
}
