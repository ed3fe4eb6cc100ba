package io.gpuledger.dashboard.forecast;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.forecast.budget.ForecastGate;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What a period of a budget will come to, as it was last computed.
 *
 * @param version of the budget
 * @param period key of the period
 * @param figures empty where nothing can be said
 * @param missing why nothing can be said; empty where something is
 * @param asOf names what it was computed from: settled days and planned changes
 * @param madeAt when
 * @param gate whether it is worth an alert
 */
public record BudgetForecast(
    String budgetId,
    long version,
    String period,
    Optional<Figures> figures,
    String missing,
    String asOf,
    Instant madeAt,
    ForecastGate gate) {
  /** The same where none of the figures is below what is spent by now. */
  public BudgetForecast atLeast(Amount spent) {
    return new BudgetForecast(
        budgetId,
        version,
        period,
        figures.map(made -> made.atLeast(spent)),
        missing,
        asOf,
        madeAt,
        gate);
  }

  /** The forecast as messages tell it; empty where nothing can be said. */
  Optional<AlertFacts.Forecast> asTold() {
    return figures.map(
        made ->
            new AlertFacts.Forecast(
                made.expected(),
                made.low80(),
                made.high80(),
                made.breachProbability(),
                made.settledTo(),
                made.usualPerHour()));
  }

  /**
   * The forecast.
   *
   * @param expected of the whole period
   * @param low80 lower end of the interval that holds it four times out of five
   * @param high80 its upper end
   * @param breachProbability that it passes the limit, above 0 and below 1
   * @param settledTo the last day whose bills are complete; all after it is forecast
   * @param origins past days whose forecasts' errors the spread rests on
   * @param usualPerHour mean hour of the last four settled weeks
   */
  public record Figures(
      Amount expected,
      Amount low80,
      Amount high80,
      double breachProbability,
      LocalDate settledTo,
      int origins,
      Amount usualPerHour) {
    Figures atLeast(Amount spent) {
      return new Figures(
          larger(expected, spent),
          larger(low80, spent),
          larger(high80, spent),
          breachProbability,
          settledTo,
          origins,
          usualPerHour);
    }

    private static Amount larger(Amount one, Amount other) {
      return one.compareTo(other) < 0 ? other : one;
    }
  }
}
