package io.gpuledger.cost.close;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.Optional;

/**
 * What one thing cost in a month, as a comparison of two months sees it.
 *
 * @param key what, such as a device model; once a month for each kind
 * @param kind what of it changes for which reason
 * @param quantity how much was used, in one unit for all items; empty where nothing counts it
 * @param cost in the currency of the comparison
 * @param withoutCommitment what the same would have cost without commitments; empty where the bill
 *     does not say
 * @param currencyEffect the part of the cost that another exchange rate than that of the first
 *     month makes; zero where nothing is converted
 */
public record VarianceItem(
    String key,
    Kind kind,
    Optional<Amount> quantity,
    Amount cost,
    Optional<Amount> withoutCommitment,
    Amount currencyEffect) {
  public VarianceItem {
    Faults.of("variance of " + key)
        .check(
            quantity.filter(amount -> amount.signum() < 0).isEmpty(),
            ProblemCode.NOT_ALLOWED_VALUE,
            "quantity",
            quantity + " is below 0")
        .orRefuse();
  }

  /** What a cost is for. */
  public enum Kind {
    USAGE,
    /** Committed and not used. */
    UNUSED_COMMITMENT,
    /** Purchases, credits, tax, adjustments: what no use explains. */
    ONE_OFF
  }

  /** The cost at the first month's exchange rate. */
  Amount atOldRate() {
    return cost.minus(currencyEffect);
  }
}
