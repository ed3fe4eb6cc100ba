package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.AlertFacts;
import java.util.Optional;

/** What budgets' periods were last forecast to come to. */
public interface KnownForecasts {
  /** Nothing was forecast. */
  KnownForecasts NONE = (budget, period, spent) -> Optional.empty();

  /**
   * The last forecast of a period by this version of the budget.
   *
   * @param period key of the period
   * @param spent by now: no figure is below it, though it was made before
   * @return empty where none was made, or nothing could be said
   */
  Optional<AlertFacts.Forecast> find(Budget budget, String period, Amount spent);
}
