package io.gpuledger.dashboard.forecast;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.KnownForecasts;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.forecast.budget.ForecastGate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** The last forecast of each budget and period. */
public final class ForecastStore implements KnownForecasts {
  /** Forecasts of periods that are long over are of no use to anybody. */
  private static final Duration KEPT = Duration.ofDays(400);

  private final StateStore store;

  public ForecastStore(StateStore store) {
    this.store = store;
  }

  @Override
  public Optional<AlertFacts.Forecast> find(Budget budget, String period) {
    return find(budget.id(), budget.version(), period).flatMap(BudgetForecast::asTold);
  }

  /** The last forecast for this version of the budget. */
  public Optional<BudgetForecast> find(String budgetId, long version, String period) {
    return store.transaction(
        connection ->
            Rows.first(
                connection,
                "SELECT budget_id, version, period, expected, low80, high80, probability,"
                    + " settled_to, origins, usual_per_hour, missing, as_of, made_at, in_a_row,"
                    + " is_over FROM budget_forecasts"
                    + " WHERE budget_id = ? AND version = ? AND period = ?",
                ForecastStore::read,
                budgetId,
                version,
                period));
  }

  /** Puts a forecast in the place of the one before. */
  void put(BudgetForecast forecast) {
    Optional<BudgetForecast.Figures> figures = forecast.figures();
    store.change(
        connection -> {
          Rows.update(
              connection,
              "INSERT OR REPLACE INTO budget_forecasts (budget_id, version, period, expected,"
                  + " low80, high80, probability, settled_to, origins, usual_per_hour, missing,"
                  + " as_of, made_at, in_a_row, is_over)"
                  + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              forecast.budgetId(),
              forecast.version(),
              forecast.period(),
              figures.map(f -> f.expected().toString()).orElse(""),
              figures.map(f -> f.low80().toString()).orElse(""),
              figures.map(f -> f.high80().toString()).orElse(""),
              figures.map(f -> String.valueOf(f.breachProbability())).orElse(""),
              figures.map(f -> f.settledTo().toString()).orElse(""),
              figures.map(BudgetForecast.Figures::origins).orElse(0),
              figures.map(f -> f.usualPerHour().toString()).orElse(""),
              forecast.missing(),
              forecast.asOf(),
              Rows.time(forecast.madeAt()),
              forecast.gate().inARow(),
              forecast.gate().over() ? 1 : 0);
          Rows.update(
              connection,
              "DELETE FROM budget_forecasts WHERE made_at < ?",
              Rows.time(forecast.madeAt().minus(KEPT)));
        });
  }

  private static BudgetForecast read(ResultSet row) throws SQLException {
    Optional<BudgetForecast.Figures> figures =
        row.getString(4).isEmpty()
            ? Optional.empty()
            : Optional.of(
                new BudgetForecast.Figures(
                    Amount.parse(row.getString(4)),
                    Amount.parse(row.getString(5)),
                    Amount.parse(row.getString(6)),
                    Double.parseDouble(row.getString(7)),
                    LocalDate.parse(row.getString(8)),
                    row.getInt(9),
                    Amount.parse(row.getString(10))));
    return new BudgetForecast(
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        figures,
        row.getString(11),
        row.getString(12),
        Instant.parse(row.getString(13)),
        new ForecastGate(row.getInt(14), row.getInt(15) == 1));
  }
}
