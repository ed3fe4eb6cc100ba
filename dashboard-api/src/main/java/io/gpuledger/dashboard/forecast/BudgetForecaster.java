package io.gpuledger.dashboard.forecast;

import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.PeriodKind;
import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.budget.BudgetMeter;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.Standing;
import io.gpuledger.forecast.budget.ForecastGate;
import io.gpuledger.forecast.budget.PeriodForecast;
import io.gpuledger.forecast.budget.PeriodForecaster;
import io.gpuledger.forecast.budget.PlannedChange;
import io.gpuledger.forecast.total.MedianForecaster;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forecasts every budget's period that runs now. {@link ForecastThread} says when.
 *
 * <p>Days are those of UTC, also where the period's are of another zone: a forecast is no proof.
 */
public final class BudgetForecaster {
  private static final Logger LOG = LoggerFactory.getLogger(BudgetForecaster.class);

  /** Days before now that are learned from. */
  private static final int HISTORY_DAYS = 200;

  /**
   * Days from now to the end of a period that is forecast; days that are not settled yet beside.
   */
  private static final int AHEAD_DAYS = 366;

  /** Days after now that bills may tell of already. */
  private static final int BILLED_AHEAD_DAYS = 200;

  private static final int DIGITS = 2;
  private static final double LOW = 0.1;
  private static final double HIGH = 0.9;

  private final BudgetService budgets;
  private final BudgetFigures figures;
  private final ForecastFigures days;
  private final ForecastStore store;
  private final Supplier<CompletenessLags> lags;
  private final Function<Budget, List<PlannedChange>> planned;
  private final ForecastListener listener;
  private final Clock clock;
  private final PeriodForecaster forecaster = new PeriodForecaster(new MedianForecaster());

  /** Hears of every forecast that is made. */
  public interface ForecastListener {
    /**
     * A period was forecast.
     *
     * @param likelyPercents thresholds from the limit on that will be passed and are not yet; empty
     *     while the gate is closed
     * @param isOpen whether the gate is
     */
    void forecast(
        Standing standing,
        AlertFacts.Forecast forecast,
        List<Integer> likelyPercents,
        boolean isOpen);
  }

  /**
   * A forecaster.
   *
   * @param lags how late bills may come
   * @param planned starts and stops that are announced for a budget's scope
   */
  public BudgetForecaster(
      BudgetService budgets,
      BudgetFigures figures,
      ForecastFigures days,
      ForecastStore store,
      Supplier<CompletenessLags> lags,
      Function<Budget, List<PlannedChange>> planned,
      ForecastListener listener,
      Clock clock) {
    this.budgets = budgets;
    this.figures = figures;
    this.days = days;
    this.store = store;
    this.lags = lags;
    this.planned = planned;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Forecasts those budgets that were not from these figures yet; one that cannot be does not keep
   * the others from it.
   *
   * @return whether all of them were
   */
  public boolean forecast() {
    Instant now = clock.instant();
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    ForecastFigures.AsKnown known = days.now();
    Map<String, SortedMap<LocalDate, String>> billed =
        known.billedDays(today.minusDays(HISTORY_DAYS), today.plusDays(1));
    String settled = SettledDays.name(billed, lags.get(), now);
    BudgetMeter meter = budgets.meter();
    List<BudgetMeter.Wanted> wanted = new ArrayList<>();
    for (Budget budget : budgets.list()) {
      meter
          .spanAt(budget, now)
          .map(span -> new BudgetMeter.Wanted(budgets.versionFor(budget, span), span))
          .filter(one -> !isKnown(one, name(settled, one.budget())))
          .ifPresent(wanted::add);
    }
    if (wanted.isEmpty()) {
      return true;
    }
    List<Standing> standings = meter.measure(wanted, figures.now());
    boolean all = standings.size() == wanted.size();
    for (Standing standing : standings) {
      try {
        forecast(standing, new Seen(known, billed, name(settled, standing.budget()), now));
      } catch (RuntimeException e) {
        LOG.error("budget {} cannot be forecast", standing.budget().id(), e);
        all = false;
      }
    }
    return all;
  }

  /**
   * What a forecast is made from.
   *
   * @param name the same as long as it would come out the same
   */
  private record Seen(
      ForecastFigures.AsKnown known,
      Map<String, SortedMap<LocalDate, String>> billed,
      String name,
      Instant now) {}

  private String name(String settled, Budget budget) {
    return UUID.nameUUIDFromBytes(
            (settled + planned.apply(budget)).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  private boolean isKnown(BudgetMeter.Wanted one, String asOf) {
    return find(one.budget(), one.span()).filter(f -> f.asOf().equals(asOf)).isPresent();
  }

  private Optional<BudgetForecast> find(Budget budget, BudgetSpan span) {
    return store.find(budget.id(), budget.version(), span.key());
  }

  private void forecast(Standing standing, Seen seen) {
    Budget budget = standing.budget();
    Optional<String> never = never(standing, seen.now());
    if (never.isPresent()) {
      keepMissing(standing, never.get(), seen);
      return;
    }
    List<ScopeDay> rows;
    try {
      rows = rows(standing, seen);
    } catch (ForecastFigures.TooManyPartsException tooMany) {
      keepMissing(standing, String.valueOf(tooMany.getMessage()), seen);
      return;
    }
    Optional<SettledDays> settled = SettledDays.of(rows, seen.billed(), lags.get(), seen.now());
    if (settled.isEmpty()) {
      keepMissing(standing, "no day of the scope is billed and settled", seen);
      return;
    }
    BudgetSpan span = standing.span();
    Optional<PeriodForecast> forecast =
        forecaster.forecast(
            settled.get().spend(standing.spent(), span.firstDay()),
            planned.apply(budget),
            span.firstDay(),
            span.endDay());
    if (forecast.isEmpty()) {
      keepMissing(standing, "two weeks of settled days are needed", seen);
      return;
    }
    BudgetForecast made = made(standing, settled.get(), forecast.get(), seen);
    boolean open = made.gate().over();
    // What dies between the two is told again, which changes nothing; kept first, it would be lost.
    listener.forecast(
        standing,
        made.asTold().orElseThrow(),
        open ? likely(standing, forecast.get()) : List.of(),
        open);
    store.put(made);
  }

  /** Bills may tell of days to come: what is paid for a month is one charge of all its days. */
  private static List<ScopeDay> rows(Standing standing, Seen seen) {
    LocalDate today = seen.now().atZone(ZoneOffset.UTC).toLocalDate();
    LocalDate end = standing.span().endDay();
    return seen.known()
        .days(
            standing.budget().question(),
            standing.budget().currency(),
            today.minusDays(HISTORY_DAYS),
            end.isBefore(today.plusDays(BILLED_AHEAD_DAYS))
                ? end
                : today.plusDays(BILLED_AHEAD_DAYS));
  }

  /** Why a budget is never forecast. */
  private static Optional<String> never(Standing standing, Instant now) {
    Budget budget = standing.budget();
    if (standing.span().isOver(now)) {
      return Optional.of("the period is over");
    }
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    if (today.plusDays(AHEAD_DAYS).isBefore(standing.span().endDay())) {
      return Optional.of("the period ends in more than " + AHEAD_DAYS + " days");
    }
    if (budget.plan().unit() != BudgetUnit.MONEY) {
      return Optional.of("not forecast in hours yet");
    }
    return budget.plan().period().kind() == PeriodKind.ROLLING
        ? Optional.of("a rolling period has no end to forecast to")
        : Optional.empty();
  }

  /** Thresholds from the limit on that will be passed and are not yet. */
  private static List<Integer> likely(Standing standing, PeriodForecast forecast) {
    return standing.budget().thresholdPercents().stream()
        .filter(percent -> percent >= 100 && !standing.reached().contains(percent))
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

  private BudgetForecast made(
      Standing standing, SettledDays settled, PeriodForecast forecast, Seen seen) {
    double probability = forecast.probabilityAbove(standing.limit());
    BudgetForecast.Figures made =
        new BudgetForecast.Figures(
            forecast.expected(),
            forecast.quantile(LOW),
            forecast.quantile(HIGH),
            probability,
            forecast.settledTo(),
            forecast.origins(),
            Amount.of(
                new BigDecimal(settled.usualPerHour()).setScale(DIGITS, Rounding.DISPLAY.mode())));
    ForecastGate before =
        find(standing.budget(), standing.span())
            .map(BudgetForecast::gate)
            .orElse(ForecastGate.CLOSED);
    return new BudgetForecast(
        standing.budget().id(),
        standing.budget().version(),
        standing.span().key(),
        Optional.of(made),
        "",
        seen.name(),
        seen.now(),
        before.after(probability));
  }

  private void keepMissing(Standing standing, String missing, Seen seen) {
    store.put(
        new BudgetForecast(
            standing.budget().id(),
            standing.budget().version(),
            standing.span().key(),
            Optional.empty(),
            missing,
            seen.name(),
            seen.now(),
            ForecastGate.CLOSED));
  }
}
