package io.gpuledger.dashboard.forecast;

import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetMeter;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.ScopeQuestion;
import io.gpuledger.dashboard.budget.Standing;
import io.gpuledger.forecast.budget.ForecastGate;
import io.gpuledger.forecast.budget.PlannedChange;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
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

  /** Budgets whose days are in memory at once. */
  private static final int AT_ONCE = 2_000;

  private final BudgetService budgets;
  private final ForecastFigures days;
  private final ForecastStore store;
  private final Supplier<CompletenessLags> lags;
  private final Announced announced;
  private final ForecastListener listener;
  private final Clock clock;

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
   * What is known of budgets beside their bills.
   *
   * @param planned starts and stops that are announced for a budget's scope, in money
   * @param spent what a budget's period has come to by now, as it is measured against its limit
   */
  public record Announced(
      Function<Budget, List<PlannedChange>> planned, Function<Standing, Amount> spent) {
    /** Planned changes are amounts of money and say nothing of hours. */
    private List<PlannedChange> of(Budget budget) {
      return budget.plan().unit() == BudgetUnit.MONEY ? planned.apply(budget) : List.of();
    }
  }

  /**
   * A forecaster.
   *
   * @param lags how late bills may come
   */
  public BudgetForecaster(
      BudgetService budgets,
      ForecastFigures days,
      ForecastStore store,
      Supplier<CompletenessLags> lags,
      Announced announced,
      ForecastListener listener,
      Clock clock) {
    this.budgets = budgets;
    this.days = days;
    this.store = store;
    this.lags = lags;
    this.announced = announced;
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * Forecasts those budgets that were not from these figures yet, and those that have spent more by
   * now than was expected; one that cannot be does not keep the others from it.
   *
   * @return whether all of them were
   */
  public boolean forecast() {
    Instant now = clock.instant();
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    ForecastFigures.AsKnown known = days.now();
    Map<String, SortedMap<LocalDate, String>> billed =
        known.billedDays(today.minusDays(HISTORY_DAYS), today.plusDays(1));
    CompletenessLags late = lags.get();
    List<BudgetMeter.Wanted> wanted = running(now);
    List<Standing> standings = budgets.meter().measure(wanted, known.budgets());
    boolean all = standings.size() == wanted.size();
    ForecastMaker maker = new ForecastMaker(billed, late, now);
    List<ForecastMaker.Basis> due = due(standings, SettledDays.name(billed, late, now));
    for (int i = 0; i < due.size(); i += AT_ONCE) {
      List<ForecastMaker.Basis> part = due.subList(i, Math.min(due.size(), i + AT_ONCE));
      all &= forecast(part, maker, known, now);
    }
    return all;
  }

  private List<BudgetMeter.Wanted> running(Instant now) {
    BudgetMeter meter = budgets.meter();
    List<BudgetMeter.Wanted> wanted = new ArrayList<>();
    for (Budget budget : budgets.list()) {
      meter
          .spanAt(budget, now)
          .map(span -> new BudgetMeter.Wanted(budgets.versionFor(budget, span), span))
          .ifPresent(wanted::add);
    }
    return wanted;
  }

  /** What has to be forecast, or forecast anew. */
  private List<ForecastMaker.Basis> due(List<Standing> standings, String settled) {
    Set<String> periods = new TreeSet<>();
    standings.forEach(standing -> periods.add(standing.span().key()));
    Map<ForecastStore.Place, BudgetForecast> made = store.ofPeriods(periods);
    Map<List<PlannedChange>, String> names = new HashMap<>();
    List<ForecastMaker.Basis> due = new ArrayList<>();
    for (Standing standing : standings) {
      Budget budget = standing.budget();
      List<PlannedChange> planned = announced.of(budget);
      String name = names.computeIfAbsent(planned, these -> name(settled + these));
      Optional<BudgetForecast> before =
          Optional.ofNullable(
              made.get(
                  new ForecastStore.Place(budget.id(), budget.version(), standing.span().key())));
      boolean isKnown =
          before.isPresent()
              && before.get().asOf().equals(name)
              && !isOvertaken(before.get(), standing);
      if (!isKnown) {
        due.add(
            new ForecastMaker.Basis(
                standing,
                announced.spent().apply(standing),
                planned,
                name,
                before.map(BudgetForecast::gate).orElse(ForecastGate.CLOSED)));
      }
    }
    return due;
  }

  /** Bills of days that are not settled may say more than was expected of the whole period. */
  private static boolean isOvertaken(BudgetForecast before, Standing standing) {
    return before
        .figures()
        .filter(made -> made.expected().compareTo(standing.spent()) < 0)
        .isPresent();
  }

  private static String name(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Forecasts some budgets, whose days are read together. */
  private boolean forecast(
      List<ForecastMaker.Basis> part,
      ForecastMaker maker,
      ForecastFigures.AsKnown known,
      Instant now) {
    Map<ScopeQuestion, List<ScopeDay>> rows = rows(part, maker, known, now);
    List<BudgetForecast> kept = new ArrayList<>();
    boolean all = true;
    for (ForecastMaker.Basis basis : part) {
      Budget budget = basis.standing().budget();
      Optional<String> never = maker.never(basis.standing());
      List<ScopeDay> own = rows.get(ScopeQuestion.of(budget));
      if (never.isPresent()) {
        kept.add(maker.missing(basis, never.get()).forecast());
      } else if (own == null) {
        all = false;
      } else {
        try {
          ForecastMaker.Made made = maker.make(basis, own);
          tell(basis.standing(), made);
          kept.add(made.forecast());
        } catch (RuntimeException e) {
          LOG.error("budget {} cannot be forecast", budget.id(), e);
          all = false;
        }
      }
    }
    // What dies between the two is told again, which changes nothing; kept first, it would be lost.
    store.put(kept, now);
    return all;
  }

  /** Bills may tell of days to come: what is paid for a month is one charge of all its days. */
  private static Map<ScopeQuestion, List<ScopeDay>> rows(
      List<ForecastMaker.Basis> part,
      ForecastMaker maker,
      ForecastFigures.AsKnown known,
      Instant now) {
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    Set<ScopeQuestion> questions = new LinkedHashSet<>();
    LocalDate end = today;
    for (ForecastMaker.Basis basis : part) {
      if (maker.never(basis.standing()).isEmpty()) {
        questions.add(ScopeQuestion.of(basis.standing().budget()));
        LocalDate own = basis.standing().span().endDay();
        end = own.isAfter(end) ? own : end;
      }
    }
    return questions.isEmpty()
        ? Map.of()
        : known.days(questions, today.minusDays(HISTORY_DAYS), end);
  }

  private void tell(Standing standing, ForecastMaker.Made made) {
    boolean open = made.forecast().gate().over();
    made.forecast()
        .asTold()
        .ifPresent(
            told ->
                listener.forecast(standing, told, open ? made.likelyPercents() : List.of(), open));
  }
}
