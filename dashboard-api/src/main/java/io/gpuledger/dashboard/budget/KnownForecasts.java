package io.gpuledger.dashboard.budget;

import io.gpuledger.dashboard.alert.AlertFacts;
import java.util.Optional;

/** What budgets' periods were last forecast to come to. */
public interface KnownForecasts {
  /** Nothing was forecast. */
  KnownForecasts NONE = (budget, period) -> Optional.empty();

  /**
   * The last forecast of a period by this version of the budget.
   *
   * @param period key of the period
   * @return empty where none was made, or nothing could be said
   */
  Optional<AlertFacts.Forecast> find(Budget budget, String period);
}
