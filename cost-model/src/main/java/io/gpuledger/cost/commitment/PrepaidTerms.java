package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;

/**
 * A stock bought at once and drawn down within the term. What is left at its end expires.
 *
 * @param quantity what was bought; above zero
 * @param unit what it is counted in, such as {@code Tokens} or {@code Credits}
 * @param price paid for all of it; not negative
 * @param paidAt when it is billed
 */
public record PrepaidTerms(Amount quantity, String unit, Amount price, Instant paidAt)
    implements CommitmentTerms {
  public PrepaidTerms {
    Faults.of("prepaid terms")
        .check(
            quantity.signum() > 0,
            ProblemCode.NOT_ALLOWED_VALUE,
            "quantity",
            quantity + " is not above 0")
        .check(price.signum() >= 0, ProblemCode.NOT_ALLOWED_VALUE, "price", price + " is below 0")
        .text(unit, "unit")
        .orRefuse();
  }

  @Override
  public void check(TimeRange term, Faults faults) {
    faults.check(
        paidAt.isBefore(term.end()),
        ProblemCode.NOT_ALLOWED_VALUE,
        "paidAt",
        paidAt + " is not before the expiry at " + term.end());
  }
}
