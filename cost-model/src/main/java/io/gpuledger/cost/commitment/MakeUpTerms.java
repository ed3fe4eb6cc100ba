package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.Optional;

/**
 * What a take-or-pay contract lets a buyer take later of what was paid for and not taken.
 *
 * @param months how many months after the short one the right holds, up to the end of the last of
 *     them; at least 1
 * @param maximumPerMonth the most that a month makes up; empty where the contract names none
 * @param price of a unit that is made up; what was paid for it already is taken off. Empty where
 *     nothing more is due
 * @param booked what a shortfall with a right is in own books
 */
public record MakeUpTerms(
    int months, Optional<Amount> maximumPerMonth, Optional<Amount> price, Booked booked) {
  /** The longest window. */
  public static final int MONTHS_LIMIT = 120;

  public MakeUpTerms {
    Faults.of("make-up terms")
        .check(
            months >= 1 && months <= MONTHS_LIMIT,
            ProblemCode.NOT_ALLOWED_VALUE,
            "months",
            months + " is not from 1 to " + MONTHS_LIMIT)
        .check(
            maximumPerMonth.map(most -> most.signum() > 0).orElse(true),
            ProblemCode.NOT_ALLOWED_VALUE,
            "maximumPerMonth",
            "is not above 0")
        .check(
            price.map(of -> of.signum() >= 0).orElse(true),
            ProblemCode.NOT_ALLOWED_VALUE,
            "price",
            "is below 0")
        .orRefuse();
  }

  /** What a shortfall with a right is. */
  public enum Booked {
    /** Cost of the month that was short. */
    EXPENSE,
    /** Paid ahead until it is made up, or expires. */
    PREPAID
  }
}
