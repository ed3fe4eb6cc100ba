package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How far a budget is spent, and which thresholds that passes for the first time. */
public final class BudgetProgress {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private BudgetProgress() {}

  /**
   * The thresholds that a spend reaches and that were not reported before, lowest first. All that
   * one jump passes are reported together; a spend that falls back un-reports nothing.
   *
   * @param reportedPercents the thresholds reported for this budget version, period and kind
   * @throws IllegalArgumentException if the spend is in another currency than the limit
   */
  public static List<Crossing> crossings(
      Budget budget, String period, SpendKind kind, Money spent, Set<Integer> reportedPercents) {
    List<Crossing> crossings = new ArrayList<>();
    for (int percent : budget.thresholdPercents()) {
      if (isReached(budget, percent, spent) && !reportedPercents.contains(percent)) {
        crossings.add(new Crossing(budget.id(), budget.version(), period, percent, kind));
      }
    }
    return List.copyOf(crossings);
  }

  /** The percents of a limit that a spend has reached, in order. */
  public static List<Integer> reached(Amount limit, List<Integer> percents, Amount spent) {
    return percents.stream().filter(percent -> isReached(limit, percent, spent)).toList();
  }

  private static boolean isReached(Amount limit, int percent, Amount spent) {
    BigDecimal hundredfold = spent.toBigDecimal().multiply(HUNDRED);
    BigDecimal threshold = limit.toBigDecimal().multiply(BigDecimal.valueOf(percent));
    return hundredfold.compareTo(threshold) >= 0;
  }

  /** Whether a spend is at or above a percentage of the limit, compared without rounding. */
  static boolean isReached(Budget budget, int percent, Money spent) {
    if (!spent.currency().equals(budget.limit().currency())) {
      throw new IllegalArgumentException(
          "budget "
              + budget.id()
              + " is in "
              + budget.limit().currency()
              + ", not "
              + spent.currency());
    }
    return isReached(budget.limit().amount(), percent, spent.amount());
  }
}
