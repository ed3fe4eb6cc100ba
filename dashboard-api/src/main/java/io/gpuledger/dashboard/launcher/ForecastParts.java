package io.gpuledger.dashboard.launcher;

import io.gpuledger.dashboard.budget.AlertRouting;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.LikelyBreaches;
import io.gpuledger.dashboard.config.PlannedSpend;
import io.gpuledger.dashboard.forecast.BudgetForecaster;
import io.gpuledger.dashboard.forecast.ForecastThread;
import io.gpuledger.dashboard.ledger.SqlBudgetFigures;
import io.gpuledger.dashboard.ledger.SqlForecastFigures;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.forecast.budget.PlannedChange;
import io.gpuledger.streaming.publish.Publisher;
import java.time.Clock;
import java.util.List;

/** What forecasts budgets. */
final class ForecastParts {
  private ForecastParts() {}

  static void start(
      ConfigurationInForce config,
      LedgerReader reader,
      OperationsParts operations,
      SqlBudgetFigures figures,
      Publisher publisher,
      Closing closing,
      Clock clock) {
    BudgetService budgets = operations.budgets();
    LikelyBreaches likely =
        new LikelyBreaches(
            figures,
            operations.live(),
            operations.alerts(),
            new AlertRouting(config, () -> config.get().server().publicUrl()),
            clock);
    BudgetForecaster forecaster =
        new BudgetForecaster(
            budgets,
            new SqlForecastFigures(reader, figures),
            operations.forecasts(),
            config::lags,
            new BudgetForecaster.Announced(
                budget -> planned(config, budget), operations.live()::counted),
            likely::forecast,
            clock);
    ForecastThread thread =
        closing.add("forecast", ForecastThread.start(forecaster, ForecastThread.GATHER));
    publisher.addListener(thread);
    budgets.addListener(thread);
  }

  private static List<PlannedChange> planned(ConfigurationInForce config, Budget budget) {
    return config.get().planned().stream()
        .filter(planned -> planned.budget().equals(budget.name()))
        .map(PlannedSpend::change)
        .toList();
  }
}
