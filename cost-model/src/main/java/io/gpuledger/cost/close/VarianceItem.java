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
 * @param quantity how much was used; empty where nothing counts it
 * @param unit what the quantity is counted in, empty without one; what is counted in one unit can
 *     stand for each other, and what cannot has a unit of its own
 * @param cost in the currency of the comparison
 * @param withoutCommitment what the same would have cost without commitments, at the exchange rate
 *     of the first month; empty where the bill does not say
 * @param currencyEffect the part of the cost that another exchange rate than that of the first
 *     month makes; zero where nothing is converted
 */
public record VarianceItem(
    String key,
    Kind kind,
    Optional<Amount> quantity,
    String unit,
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

  /** Two parts of one thing; counted where both are, in one unit. */
  public VarianceItem plus(VarianceItem more) {
    boolean counts = quantity.isPresent() && more.quantity.isPresent() && unit.equals(more.unit);
    return new VarianceItem(
        key,
        kind,
        counts ? quantity.flatMap(of -> more.quantity.map(of::plus)) : Optional.empty(),
        counts ? unit : "",
        cost.plus(more.cost),
        withoutCommitment.flatMap(of -> more.withoutCommitment.map(of::plus)),
        currencyEffect.plus(more.currencyEffect));
  }

  /** The cost at the first month's exchange rate. */
  Amount atOldRate() {
    return cost.minus(currencyEffect);
  }
}
