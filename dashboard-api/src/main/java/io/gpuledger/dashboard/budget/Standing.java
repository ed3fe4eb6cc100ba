package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.BudgetProgress;
import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.money.Amount;
import java.util.List;
import java.util.Map;

/**
 * How a budget stands in a period by the bill.
 *
 * @param budget the version that the period is measured by
 * @param ownLimit of the period, without what it takes over
 * @param carried what it takes over from the period before; below zero where that was overspent
 * @param spent what bills say that counts
 * @param notCounted cost in other currencies than the budget's, which is not converted
 */
public record Standing(
    Budget budget,
    BudgetSpan span,
    Amount ownLimit,
    Amount carried,
    Amount spent,
    Map<String, Amount> notCounted) {
  public Standing {
    notCounted = Map.copyOf(notCounted);
  }

  /** What is measured against. */
  public Amount limit() {
    return ownLimit.plus(carried);
  }

  /** The thresholds that the spend has reached, compared without rounding. */
  public List<Integer> reached() {
    return BudgetProgress.reached(limit(), budget.thresholdPercents(), spent);
  }
}
