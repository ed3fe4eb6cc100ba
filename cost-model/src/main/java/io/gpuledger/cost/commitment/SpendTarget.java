package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;

/**
 * Money to be spent in a period.
 *
 * @param period when
 * @param committed how much; above zero
 * @param marketplaceLimit how much of it may be spent in the provider's marketplace
 */
public record SpendTarget(TimeRange period, Amount committed, Amount marketplaceLimit) {
  public SpendTarget {
    Faults.of("spend target from " + period.start())
        .check(
            committed.signum() > 0,
            ProblemCode.NOT_ALLOWED_VALUE,
            "committed",
            committed + " is not above 0")
        .check(
            marketplaceLimit.signum() >= 0 && marketplaceLimit.compareTo(committed) <= 0,
            ProblemCode.NOT_ALLOWED_VALUE,
            "marketplaceLimit",
            marketplaceLimit + " is not between 0 and the commitment of " + committed)
        .orRefuse();
  }

  /**
   * A target whose marketplace limit is a share of it.
   *
   * @param marketplaceShare 0 to 1, such as 0.25
   */
  public static SpendTarget withShare(TimeRange period, Amount committed, Amount marketplaceShare) {
    return new SpendTarget(period, committed, Fraction.product(committed, marketplaceShare));
  }
}
