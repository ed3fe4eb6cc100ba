package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.Instant;

/**
 * What is paid at once for a whole term.
 *
 * @param amount above zero; after an exchange with what the old commitment was credited
 * @param paidAt when it is billed, which may lie before the term
 */
public record Upfront(Amount amount, Instant paidAt) {
  public Upfront {
    Faults.of("upfront payment")
        .check(
            amount.signum() > 0,
            ProblemCode.NOT_ALLOWED_VALUE,
            "amount",
            amount + " is not above 0; leave the upfront payment out")
        .orRefuse();
  }
}
