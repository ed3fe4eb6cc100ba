package io.gpuledger.cost.currency;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;

/**
 * What one unit of a currency is worth in another, for a purpose, in a range of time.
 *
 * @param pair from which currency to which
 * @param purpose what the rate is for
 * @param perUnit units of {@code pair.to()} for one of {@code pair.from()}; above zero, below 10^12
 * @param valid the instants of the amounts that it converts
 * @param source who published it, such as {@code ECB reference rate}
 */
public record ExchangeRate(
    CurrencyPair pair, RatePurpose purpose, Amount perUnit, TimeRange valid, String source) {
  public ExchangeRate {
    boolean inRange =
        perUnit.signum() > 0 && perUnit.toBigDecimal().compareTo(Amount.COST_LIMIT) < 0;
    Faults.of(purpose.text() + " rate " + pair)
        .check(
            inRange, ProblemCode.NOT_ALLOWED_VALUE, "rate", perUnit + " is not between 0 and 10^12")
        .text(source, "source")
        .orRefuse();
  }
}
