package io.gpuledger.dashboard.watch;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetPeriod;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.LiveSpend;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What burns in the scope of each budget now, by what the spend guard said last. */
final class BurningBudgets implements Supplier<List<RunawayWatch.Burning>> {
  private final BudgetService budgets;
  private final LiveSpend live;
  private final Clock clock;

  BurningBudgets(BudgetService budgets, LiveSpend live, Clock clock) {
    this.budgets = budgets;
    this.live = live;
    this.clock = clock;
  }

  @Override
  public List<RunawayWatch.Burning> get() {
    Instant now = clock.instant();
    String month = BudgetPeriod.of(now).toString();
    List<RunawayWatch.Burning> burning = new ArrayList<>();
    for (Budget budget : budgets.list()) {
      Optional<LiveSpend.Seen> seen = live.find(budget, month);
      Optional<Amount> burn = seen.flatMap(last -> last.burn(now));
      Optional<AlertFacts.Cause> cause = seen.flatMap(last -> last.causeNow(now));
      if (burn.isPresent() && cause.isPresent()) {
        burning.add(
            new RunawayWatch.Burning(
                budget.name(),
                budget.owner(),
                budget.teamScope(),
                new Money(budget.currency(), burn.get()),
                // Filled by the forecast feed.
                Optional.empty(),
                cause.get(),
                seen.get().unpriced()));
      }
    }
    return burning;
  }
}
