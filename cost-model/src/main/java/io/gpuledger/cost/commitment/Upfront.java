package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.Instant;

/**
 * What is paid at once for a whole term.
 *
 * @param amount above zero
 * @param transferred how much of it an exchanged commitment was credited with, so that only the
 *     rest is newly paid and stands on an invoice
 * @param paidAt when it is billed, which may lie before the term
 */
public record Upfront(Amount amount, Amount transferred, Instant paidAt) {
  public Upfront {
    Faults.of("upfront payment")
        .check(
            amount.signum() > 0,
            ProblemCode.NOT_ALLOWED_VALUE,
            "amount",
            amount + " is not above 0; leave the upfront payment out")
        .check(
            transferred.signum() >= 0 && transferred.compareTo(amount) <= 0,
            ProblemCode.NOT_ALLOWED_VALUE,
            "transferred",
            transferred + " is not between 0 and " + amount)
        .orRefuse();
  }

  /** A payment that is all new. */
  public static Upfront paid(Amount amount, Instant paidAt) {
    return new Upfront(amount, Amount.ZERO, paidAt);
  }

  /** What stands on an invoice. */
  public Amount newlyPaid() {
    return amount.minus(transferred);
  }
}
