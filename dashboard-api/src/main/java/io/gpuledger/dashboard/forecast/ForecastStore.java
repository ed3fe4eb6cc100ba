package io.gpuledger.dashboard.forecast;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.KnownForecasts;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.forecast.budget.ForecastGate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last forecast of each budget and period. */
public final class ForecastStore implements KnownForecasts {
  /** Forecasts of periods that are long over are of no use to anybody. */
  private static final Duration KEPT = Duration.ofDays(400);

  private static final String SELECT =
      "SELECT budget_id, version, period, expected, low80, high80, probability, settled_to,"
          + " origins, usual_per_hour, missing, as_of, made_at, in_a_row, is_over"
          + " FROM budget_forecasts";

  private final StateStore store;

  public ForecastStore(StateStore store) {
    this.store = store;
  }

  @Override
  public Optional<AlertFacts.Forecast> find(Budget budget, String period, Amount spent) {
    return find(budget.id(), budget.version(), period)
        .map(forecast -> forecast.atLeast(spent))
        .flatMap(BudgetForecast::asTold);
  }

  /** What a forecast is of. */
  record Place(String budgetId, long version, String period) {}

  /** The last forecasts of some periods, of all budgets in one reading. */
  Map<Place, BudgetForecast> ofPeriods(Collection<String> periods) {
    Map<Place, BudgetForecast> found = new HashMap<>();
    String marks = String.join(", ", Collections.nCopies(periods.size(), "?"));
    store
        .transaction(
            connection ->
                Rows.list(
                    connection,
                    SELECT + " WHERE period IN (" + marks + ")",
                    ForecastStore::read,
                    periods.toArray()))
        .forEach(one -> found.put(new Place(one.budgetId(), one.version(), one.period()), one));
    return found;
  }

  /** The last forecast for this version of the budget. */
  public Optional<BudgetForecast> find(String budgetId, long version, String period) {
    return store.transaction(
        connection ->
            Rows.first(
                connection,
                SELECT + " WHERE budget_id = ? AND version = ? AND period = ?",
                ForecastStore::read,
                budgetId,
                version,
                period));
  }

  /** Puts forecasts in the place of those before, all or none. */
  void put(List<BudgetForecast> forecasts, Instant now) {
    store.change(
        connection -> {
          for (BudgetForecast forecast : forecasts) {
            put(connection, forecast);
          }
          Rows.update(
              connection,
              "DELETE FROM budget_forecasts WHERE made_at < ?",
              Rows.time(now.minus(KEPT)));
        });
  }

  private static void put(Connection connection, BudgetForecast forecast) throws SQLException {
    Optional<BudgetForecast.Figures> figures = forecast.figures();
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
