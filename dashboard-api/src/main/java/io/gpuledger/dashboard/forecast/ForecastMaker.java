package io.gpuledger.dashboard.forecast;

import io.gpuledger.cost.budget.BudgetProgress;
import io.gpuledger.cost.budget.PeriodKind;
import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.Standing;
import io.gpuledger.forecast.budget.ForecastGate;
import io.gpuledger.forecast.budget.PeriodForecast;
import io.gpuledger.forecast.budget.PeriodForecaster;
import io.gpuledger.forecast.budget.PlannedChange;
import io.gpuledger.forecast.total.MedianForecaster;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Makes one forecast of one budget's period from the days of its scope. */
final class ForecastMaker {
  /**
   * Days from now to the end of a period that is forecast; days that are not settled yet beside.
   */
  private static final int AHEAD_DAYS = 366;

  private static final int DIGITS = 2;
  private static final double LOW = 0.1;
  private static final double HIGH = 0.9;

  private final PeriodForecaster forecaster = new PeriodForecaster(new MedianForecaster());
  private final Map<String, SortedMap<LocalDate, String>> billed;
  private final CompletenessLags lags;
  private final Instant now;

  /**
   * Makes forecasts of one instant.
   *
   * @param billed what each source has billed of each day
   * @param lags how late bills may come
   */
  ForecastMaker(
      Map<String, SortedMap<LocalDate, String>> billed, CompletenessLags lags, Instant now) {
    this.billed = billed;
    this.lags = lags;
    this.now = now;
  }

  /**
   * What a forecast is made from.
   *
   * @param spent of the period by now, as it is measured against the limit
   * @param name the same as long as it would come out the same
   * @param before the gate as the forecast before left it
   */
  record Basis(
      Standing standing,
      Amount spent,
      List<PlannedChange> planned,
      String name,
      ForecastGate before) {
    Basis {
      planned = List.copyOf(planned);
    }
  }

  /**
   * A forecast.
   *
   * @param likelyPercents thresholds from the limit on that will be passed and are not yet
   */
  record Made(BudgetForecast forecast, List<Integer> likelyPercents) {}

  /** Why nothing can be said of a period, whatever its days are; empty if something may. */
  Optional<String> never(Standing standing) {
    if (standing.span().isOver(now)) {
      return Optional.of("the period is over");
    }
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    if (today.plusDays(AHEAD_DAYS).isBefore(standing.span().endDay())) {
      return Optional.of("the period ends in more than " + AHEAD_DAYS + " days");
    }
    return standing.budget().plan().period().kind() == PeriodKind.ROLLING
        ? Optional.of("a rolling period has no end to forecast to")
        : Optional.empty();
  }

  /**
   * The forecast of a period.
   *
   * @param days of the scope, those after the period among them
   */
  Made make(Basis basis, List<ScopeDay> days) {
    Standing standing = basis.standing();
    LocalDate first = standing.span().firstDay();
    LocalDate end = standing.span().endDay();
    Optional<SettledDays> settled =
        SettledDays.of(
            days.stream().filter(day -> day.day().isBefore(end)).toList(), billed, lags, now);
    if (settled.isEmpty()) {
      return missing(basis, "no day of the scope is billed and settled");
    }
    return forecaster
        .forecast(
            settled.get().spend(standing.spent(), first),
            basis.planned(),
            first,
            end,
            basis.spent())
        .map(forecast -> made(basis, settled.get(), forecast))
        .orElseGet(() -> missing(basis, "two weeks of settled days are needed"));
  }

  private Made made(Basis basis, SettledDays settled, PeriodForecast forecast) {
    Standing standing = basis.standing();
    double probability = forecast.probabilityAbove(standing.limit());
    BudgetForecast.Figures figures =
        new BudgetForecast.Figures(
            forecast.expected(),
            forecast.quantile(LOW),
            forecast.quantile(HIGH),
            probability,
            forecast.settledTo(),
            forecast.origins(),
            Amount.of(
                new BigDecimal(settled.usualPerHour()).setScale(DIGITS, Rounding.DISPLAY.mode())));
    return new Made(
        told(basis, Optional.of(figures), "", basis.before().after(probability)),
        likely(basis, forecast));
  }

  /** Says why nothing can be said. */
  Made missing(Basis basis, String why) {
    return new Made(told(basis, Optional.empty(), why, ForecastGate.CLOSED), List.of());
  }

  private BudgetForecast told(
      Basis basis, Optional<BudgetForecast.Figures> figures, String missing, ForecastGate gate) {
    Budget budget = basis.standing().budget();
    return new BudgetForecast(
        budget.id(),
        budget.version(),
        basis.standing().span().key(),
        figures,
        missing,
        basis.name(),
        now,
        gate);
  }

  private static List<Integer> likely(Basis basis, PeriodForecast forecast) {
    Standing standing = basis.standing();
    List<Integer> percents = standing.budget().thresholdPercents();
    List<Integer> reached = BudgetProgress.reached(standing.limit(), percents, basis.spent());
    return percents.stream()
        .filter(percent -> percent >= 100 && !reached.contains(percent))
        .filter(
            percent ->
                forecast.probabilityAbove(ofLimit(standing, percent)) >= ForecastGate.OPENS_AT)
        .toList();
  }

  private static Amount ofLimit(Standing standing, int percent) {
    return Amount.rounded(
        standing.limit().toBigDecimal().multiply(BigDecimal.valueOf(percent)).movePointLeft(2),
        Rounding.DISPLAY);
  }
}
