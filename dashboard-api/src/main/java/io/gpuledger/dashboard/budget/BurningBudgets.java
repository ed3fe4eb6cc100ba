package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The budgets of which the spend guard said last that they burn too fast. */
public final class BurningBudgets {
  private final StateStore store;
  private final BudgetService budgets;

  public BurningBudgets(StateStore store, BudgetService budgets) {
    this.store = store;
    this.budgets = budgets;
  }

  /**
   * One of them.
   *
   * @param budget as it is in force
   * @param span the period that it was said of
   * @param current whether it was said of the version in force
   */
  public record Burning(Budget budget, BudgetSpan span, LiveSpend.Seen seen, boolean current) {}

  /** What was said of a period, by the version. */
  private record Said(String budgetId, String period, long version, LiveSpend.Seen seen) {}

  /** All of them, by what was said last of any of their periods. */
  public List<Burning> all() {
    Map<String, Said> last = new LinkedHashMap<>();
    for (Said said : said()) {
      last.merge(
          said.budgetId(),
          said,
          (a, b) -> b.seen().burned().toldAt().isAfter(a.seen().burned().toldAt()) ? b : a);
    }
    BudgetMeter meter = budgets.meter();
    List<Burning> burning = new ArrayList<>();
    for (Said said : last.values()) {
      Optional<Budget> budget =
          said.seen().burned().tooFastSince().flatMap(since -> budgets.find(said.budgetId()));
      Optional<BudgetSpan> span = budget.flatMap(found -> meter.spanOf(found, said.period()));
      if (budget.isPresent() && span.isPresent()) {
        burning.add(
            new Burning(
                budget.get(), span.get(), said.seen(), budget.get().version() == said.version()));
      }
    }
    return burning;
  }

  private List<Said> said() {
    return store.transaction(
        connection ->
            Rows.list(
                connection,
                LiveSpend.SELECTED
                    + " WHERE burn_windows <> '' AND budget_id IN"
                    + " (SELECT budget_id FROM live_spend WHERE too_fast_since <> '')"
                    + " ORDER BY budget_id, period",
                row ->
                    new Said(
                        row.getString(15),
                        row.getString(16),
                        row.getLong(17),
                        LiveSpend.read(row))));
  }
}
