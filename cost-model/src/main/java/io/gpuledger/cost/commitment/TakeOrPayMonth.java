package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.spread.MonthlyFee;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.YearMonth;

/**
 * A month of a take-or-pay commitment. {@code payable = takenCost + shortfallCost}.
 *
 * @param month which
 * @param minimum the quantity that is paid for at least; in a month that the term cuts, the share
 *     of its time
 * @param taken the quantity that was taken
 * @param takenCost what it costs by itself, without what was made up
 * @param shortfall the quantity that was paid for and not taken
 * @param shortfallCost what that adds, borne by the owner of the unused part
 */
public record TakeOrPayMonth(
    YearMonth month,
    Amount minimum,
    Amount taken,
    Amount takenCost,
    Amount shortfall,
    Amount shortfallCost) {
  /**
   * The month's figures, where nothing is made up.
   *
   * @param taken what was taken in it; not negative
   */
  public static TakeOrPayMonth of(Commitment commitment, YearMonth month, Amount taken) {
    return of(commitment, month, taken, Amount.ZERO);
  }

  /**
   * The month's figures. What is made up was paid for in the month that fell short of it, by the
   * tiers of that month, so it has no part in the tiers of this one.
   *
   * @param taken what was taken in it; not negative
   * @param madeUp what of that is above the minimum and makes up for earlier months
   */
  static TakeOrPayMonth of(Commitment commitment, YearMonth month, Amount taken, Amount madeUp) {
    TakeOrPayTerms terms = commitment.termsAs(TakeOrPayTerms.class);
    Faults.of("take-or-pay " + commitment.key().id() + " in " + month)
        .check(taken.signum() >= 0, ProblemCode.NOT_ALLOWED_VALUE, "taken", taken + " is below 0")
        .orRefuse();
    Amount minimum = minimum(commitment, terms, MonthlyFee.ofMonth(month, terms.zone()));
    Amount paidFor = taken.compareTo(minimum) < 0 ? minimum : taken;
    return new TakeOrPayMonth(
        month,
        minimum,
        taken,
        terms.rate().cost(taken.minus(madeUp)),
        paidFor.minus(taken),
        terms.rate().costBetween(taken, paidFor));
  }

  private static Amount minimum(Commitment commitment, TakeOrPayTerms terms, TimeRange month) {
    long nanos =
        month.before(commitment.end()).minus(month.before(commitment.term().start())).toNanos();
    return Fraction.times(
        terms.minimumPerMonth(),
        BigInteger.valueOf(nanos),
        BigInteger.valueOf(month.length().toNanos()),
        Rounding.SPLIT);
  }

  /** What the month costs. */
  public Amount payable() {
    return takenCost.plus(shortfallCost);
  }
}
