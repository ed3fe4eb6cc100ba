package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.PeriodKind;
import io.gpuledger.dashboard.alert.AlertRetention;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which periods of budgets in force are still measured, and may be told of. */
public final class MeasuredPeriods implements AlertRetention.Guard {
  private final BudgetService budgets;
  private final Clock clock;

  MeasuredPeriods(BudgetService budgets, Clock clock) {
    this.budgets = budgets;
    this.clock = clock;
  }

  @Override
  public boolean isMeasured(String budgetId, String period) {
    Optional<Budget> budget = budgets.find(budgetId);
    return budget.isPresent() && isMeasured(budget.get(), period);
  }

  /** Whether a period of this budget is. */
  boolean isMeasured(Budget budget, String period) {
    Instant now = clock.instant();
    BudgetMeter meter = budgets.meter();
    List<BudgetSpan> open = meter.open(budget, now);
    if (open.stream().anyMatch(span -> span.key().equals(period))) {
      return true;
    }
    // Periods that roll tell a threshold again only when they share no day with one that told it.
    return budget.plan().period().kind() == PeriodKind.ROLLING
        && meter
            .spanOf(budget, period)
            .filter(told -> open.stream().anyMatch(s -> s.firstDay().isBefore(told.endDay())))
            .isPresent();
  }
}
