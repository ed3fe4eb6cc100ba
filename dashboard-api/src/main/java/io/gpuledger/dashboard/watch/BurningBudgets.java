package io.gpuledger.dashboard.watch;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetPeriod;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.LiveSpend;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What burns in the scope of each budget now, by what the spend guard said last. */
final class BurningBudgets implements Supplier<RunawayWatch.Burns> {
  /** Who was named longer ago is taken for gone. */
  static final Duration SILENT_AT_MOST = Duration.ofHours(24);

  private final BudgetService budgets;
  private final LiveSpend live;
  private final Clock clock;

  BurningBudgets(BudgetService budgets, LiveSpend live, Clock clock) {
    this.budgets = budgets;
    this.live = live;
    this.clock = clock;
  }

  @Override
  public RunawayWatch.Burns get() {
    Instant now = clock.instant();
    Said said = said(now);
    List<RunawayWatch.Burning> burning = new ArrayList<>();
    Set<String> silent = new TreeSet<>();
    for (Budget budget : budgets.list()) {
      Optional<LiveSpend.Seen> seen = said.of(budget, budget.version(), said.month());
      Optional<Amount> burn = seen.flatMap(last -> last.burn(now));
      Optional<AlertFacts.Cause> cause = seen.flatMap(last -> last.causeNow(now));
      if (burn.isPresent() && cause.isPresent()) {
        burning.add(
            new RunawayWatch.Burning(
                budget.name(),
                budget.owner(),
                budget.teamScope(),
                new Money(budget.denomination(), burn.get()),
                // Filled by the forecast feed.
                Optional.empty(),
                cause.get(),
                seen.get().unpriced()));
      } else if (burn.isEmpty()) {
        seen.or(() -> said.before(budget))
            .filter(last -> !last.at().isBefore(now.minus(SILENT_AT_MOST)))
            .flatMap(LiveSpend.Seen::cause)
            .ifPresent(last -> silent.add(last.holder()));
      }
    }
    return new RunawayWatch.Burns(burning, silent);
  }

  private Said said(Instant now) {
    String month = BudgetPeriod.of(now).toString();
    String lately = BudgetPeriod.of(now.minus(SILENT_AT_MOST)).toString();
    return new Said(month, lately, live.in(new TreeSet<>(List.of(month, lately))));
  }

  /**
   * What was said of all budgets, read at once.
   *
   * @param month that runs
   * @param lately the month of a day ago
   */
  private record Said(String month, String lately, Map<LiveSpend.Key, LiveSpend.Seen> figures) {
    Optional<LiveSpend.Seen> of(Budget budget, long version, String period) {
      return Optional.ofNullable(figures.get(new LiveSpend.Key(budget.id(), version, period)));
    }

    /** What was said last where nothing was said of this version, or of this month, so far. */
    Optional<LiveSpend.Seen> before(Budget budget) {
      return of(budget, budget.version() - 1, month)
          .or(() -> of(budget, budget.version(), lately))
          .or(() -> of(budget, budget.version() - 1, lately));
    }
  }
}
