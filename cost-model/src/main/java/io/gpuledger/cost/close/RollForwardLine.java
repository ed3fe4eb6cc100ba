package io.gpuledger.cost.close;

import io.gpuledger.cost.commitment.PrepaidPosition;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.problem.RefusedException;

/**
 * What was paid ahead for one commitment, from one end of a period to the other. {@code opening +
 * purchases - amortisation + adjustments = closing}, exactly, and the closing is the next opening.
 *
 * @param commitmentId whose
 * @param currency of all amounts
 * @param opening what was paid ahead before the period
 * @param purchases paid in it
 * @param amortisation what became cost in it
 * @param adjustments refunds, exchanges and losses; mostly negative
 * @param closing what is paid ahead after it; zero once all has become cost
 */
public record RollForwardLine(
    String commitmentId,
    String currency,
    Amount opening,
    Amount purchases,
    Amount amortisation,
    Amount adjustments,
    Amount closing) {
  public RollForwardLine {
    Amount computed = opening.plus(purchases).minus(amortisation).plus(adjustments);
    if (!computed.equals(closing)) {
      throw RefusedException.of(
          ProblemCode.NOT_ALLOWED_VALUE,
          "roll-forward of " + commitmentId,
          "closing",
          closing + " is not " + computed);
    }
  }

  /** The line of a position in a period of own books. */
  public static RollForwardLine of(PrepaidPosition position, BookPeriod period) {
    return new RollForwardLine(
        position.commitmentId(),
        position.currency(),
        position.balance(period.range().start()),
        position.purchases().within(period.range()),
        position.amortisation().within(period.range()),
        position.adjustmentsWithin(period.range()),
        position.balance(period.range().end()));
  }

  /** Whether there is anything to show. */
  public boolean isEmpty() {
    return opening.isZero() && purchases.isZero() && closing.isZero() && adjustments.isZero();
  }
}
