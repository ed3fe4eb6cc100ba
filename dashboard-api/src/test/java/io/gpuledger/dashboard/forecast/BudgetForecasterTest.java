package io.gpuledger.dashboard.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.BudgetPlan;
import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.Counted;
import io.gpuledger.cost.budget.PeriodKind;
import io.gpuledger.cost.budget.PeriodRule;
import io.gpuledger.cost.budget.Rollover;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetDraft;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.FakeBill;
import io.gpuledger.dashboard.budget.ScopeQuestion;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import io.gpuledger.forecast.budget.PlannedChange;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BudgetForecasterTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 9, 1);
  private static final long HOUR = 3_600_000_000_000L;

  @TempDir Path folder;

  private final TestClock clock = new TestClock(Instant.parse("2026-11-20T12:00:00Z"));
  private final List<String> likely = new ArrayList<>();
  private StateStore store;
  private BudgetService budgets;
  private ForecastStore forecasts;
  private BudgetForecaster forecaster;
  private String asOf = "1";
  private long perDay = 100;
  private boolean billedAhead;
  private int readings;

  /** Rows beside the same amount each day, all of November. */
  private final List<ScopeDay> more = new ArrayList<>();

  private Amount estimated = Amount.ZERO;
  private Duration lag = Duration.ZERO;
  private List<PlannedChange> planned = List.of();

  /** A source whose bills are complete at the end of each day. */
  private final ForecastFigures.AsKnown days =
      new ForecastFigures.AsKnown() {
        @Override
        public BudgetFigures.AsKnown budgets() {
          return figures;
        }

        @Override
        public Map<ScopeQuestion, List<ScopeDay>> days(
            Collection<ScopeQuestion> questions, LocalDate from, LocalDate end) {
          readings++;
          Map<ScopeQuestion, List<ScopeDay>> days = new HashMap<>();
          for (ScopeQuestion question : questions) {
            String filter = question.question().filter().text();
            if (!filter.contains("broken")) {
              days.put(question, filter.contains("empty") ? List.of() : rows(end));
            }
          }
          return days;
        }

        private List<ScopeDay> rows(LocalDate end) {
          List<ScopeDay> rows = new ArrayList<>();
          billedDaysSoFar(end)
              .forEach(
                  day -> rows.add(new ScopeDay(day, "owned", false, "Usage", Amount.of(perDay))));
          rows.addAll(more);
          return rows;
        }

        @Override
        public Map<String, SortedMap<LocalDate, String>> billedDays(LocalDate from, LocalDate end) {
          SortedMap<LocalDate, String> days = new TreeMap<>();
          billedDaysSoFar().forEach(day -> days.put(day, asOf + " " + perDay));
          return Map.of("owned", days);
        }
      };

  private List<LocalDate> billedDaysSoFar() {
    return FIRST.datesUntil(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)).toList();
  }

  private List<LocalDate> billedDaysSoFar(LocalDate end) {
    return billedAhead ? FIRST.datesUntil(end).toList() : billedDaysSoFar();
  }

  private final BudgetFigures.AsKnown figures =
      new FakeBill() {
        @Override
        public SpendTotal spent(SpendQuestion question, TimeRange range) {
          LocalDate first = LocalDate.ofInstant(range.start(), ZoneOffset.UTC);
          LocalDate end = LocalDate.ofInstant(range.end(), ZoneOffset.UTC);
          long settled =
              billedDaysSoFar(end).stream()
                  .filter(day -> !day.isBefore(first) && day.isBefore(end))
                  .count();
          Amount sum =
              more.stream().map(ScopeDay::amount).reduce(Amount.of(perDay * settled), Amount::plus);
          return new SpendTotal(Map.of("USD", sum), BigInteger.valueOf(perDay * settled * HOUR));
        }
      };

  @BeforeEach
  void open() {
    store = StateStore.open(folder.resolve("state.db"));
    budgets =
        new BudgetService(
            store,
            clock,
            () -> LedgerConfig.defaults().alerts(),
            new BudgetService.BudgetListener() {
              @Override
              public void changed(Budget budget) {}

              @Override
              public void deleted(Budget budget) {}
            });
    forecasts = new ForecastStore(store);
    forecaster =
        new BudgetForecaster(
            budgets,
            () -> days,
            forecasts,
            () -> new CompletenessLags(Map.of("owned", lag)),
            new BudgetForecaster.Announced(
                budget -> planned,
                standing -> new Spent(standing.spent(), Optional.of(estimated)).counted()),
            (standing, forecast, percents, isOpen) -> {
              if (!percents.isEmpty()) {
                likely.add(
                    standing.budget().name()
                        + " "
                        + percents.stream().map(String::valueOf).collect(Collectors.joining(",")));
              }
            },
            clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Budget budget(String name, String filter, String limit) {
    return budgets.create(
        new BudgetDraft(name, filter, "USD", limit, List.of(50, 100, 120), "", ""), "ada");
  }

  private Optional<BudgetForecast> of(Budget budget) {
    return forecasts.find(budget.id(), budget.version(), "2026-11");
  }

  @Test
  void a_month_is_forecast_from_its_settled_days() {
    Budget budget = budget("b", "", "5000");
    assertThat(forecaster.forecast()).isTrue();
    BudgetForecast.Figures made = of(budget).orElseThrow().figures().orElseThrow();
    assertThat(made.expected()).isEqualTo(Amount.of(3_000));
    assertThat(made.settledTo()).isEqualTo(LocalDate.of(2026, 11, 19));
    assertThat(made.usualPerHour()).isEqualTo(Amount.parse("4.17"));
    assertThat(made.breachProbability()).isLessThan(0.1);
    assertThat(likely).isEmpty();
  }

  @Test
  void a_limit_that_will_be_passed_is_told_at_the_second_forecast_from_newer_figures() {
    budget("b", "", "2600");
    forecaster.forecast();
    forecaster.forecast();
    assertThat(likely).isEmpty();
    asOf = "2";
    forecaster.forecast();
    assertThat(likely).containsExactly("b 100");
  }

  @Test
  void a_bill_of_days_to_come_is_not_forecast_beside_itself() {
    // 3,000 for November are billed whole, of which 1,900 are settled.
    billedAhead = true;
    Budget budget = budget("b", "", "5000");
    forecaster.forecast();
    assertThat(of(budget).orElseThrow().figures().orElseThrow().expected())
        .isEqualTo(Amount.of(3_000));
  }

  private ScopeDay november(int day, String category, long amount) {
    return new ScopeDay(LocalDate.of(2026, 11, day), "owned", false, category, Amount.of(amount));
  }

  private Amount expected(Budget budget) {
    return of(budget).orElseThrow().figures().orElseThrow().expected();
  }

  @Test
  void a_day_that_is_not_settled_and_dearer_than_usual_is_in_it_as_it_is_billed() {
    lag = Duration.ofDays(3);
    more.add(november(18, "Usage", 400));
    more.add(november(19, "Tax", 50));
    Budget budget = budget("b", "", "5000");
    forecaster.forecast();
    assertThat(expected(budget)).isEqualTo(Amount.of(3_450));
  }

  @Test
  void a_forecast_that_is_overtaken_by_the_bill_is_made_anew() {
    lag = Duration.ofDays(3);
    Budget budget = budget("b", "", "5000");
    forecaster.forecast();
    assertThat(expected(budget)).isEqualTo(Amount.of(3_000));
    more.add(november(18, "Usage", 1_000));
    forecaster.forecast();
    // 2,900 are billed, and 3,000 were expected: it stands until more is billed than that.
    assertThat(expected(budget)).isEqualTo(Amount.of(3_000));
    more.add(november(19, "Usage", 500));
    forecaster.forecast();
    assertThat(expected(budget)).isEqualTo(Amount.of(4_500));
  }

  @Test
  void nothing_is_forecast_below_the_estimate_to_date() {
    estimated = Amount.of(4_200);
    Budget budget = budget("b", "", "4000");
    forecaster.forecast();
    BudgetForecast.Figures made = of(budget).orElseThrow().figures().orElseThrow();
    assertThat(made.expected()).isEqualTo(Amount.of(4_200));
    assertThat(made.low80()).isEqualTo(Amount.of(4_200));
    assertThat(made.breachProbability()).isGreaterThan(0.9).isLessThan(1);
  }

  @Test
  void what_is_passed_by_the_estimate_is_no_forecast() {
    estimated = Amount.of(2_700);
    budget("b", "", "2600");
    forecaster.forecast();
    asOf = "2";
    forecaster.forecast();
    assertThat(likely).isEmpty();
  }

  @Test
  void what_is_billed_of_days_far_ahead_is_not_forecast_beside_itself() {
    billedAhead = true;
    Budget year = planned("year", rule(PeriodKind.YEAR, 0, "", ""), BudgetUnit.MONEY);
    clock.move(Duration.ofDays(100));
    forecaster.forecast();
    // 365 days at 100, all of them billed on the last day of February.
    assertThat(only(year, "2027").figures().orElseThrow().expected()).isEqualTo(Amount.of(36_500));
  }

  @Test
  void a_forecast_is_told_no_lower_than_what_is_spent_since() {
    Budget budget = budget("b", "", "5000");
    forecaster.forecast();
    assertThat(forecasts.find(budget, "2026-11", Amount.of(3_333)).orElseThrow().expected())
        .isEqualTo(Amount.of(3_333));
    assertThat(forecasts.find(budget, "2026-11", Amount.of(10)).orElseThrow().expected())
        .isEqualTo(Amount.of(3_000));
  }

  @Test
  void many_budgets_are_one_reading_and_known_ones_are_none() {
    for (int i = 0; i < 50; i++) {
      budget("b" + i, "team:\"t" + i + "\"", "5000");
    }
    forecaster.forecast();
    assertThat(readings).isEqualTo(1);
    forecaster.forecast();
    assertThat(readings).isEqualTo(1);
  }

  private Budget planned(String name, PeriodRule period, BudgetUnit unit) {
    return budgets.create(
        new BudgetDraft(
            name,
            "",
            unit == BudgetUnit.MONEY ? "USD" : "",
            "5000",
            List.of(100),
            "",
            "",
            new BudgetPlan(
                period,
                unit,
                Counted.BILLED,
                new TreeMap<>(),
                Rollover.NONE,
                false,
                BudgetPlan.People.NOBODY),
            Optional.empty()),
        "ada");
  }

  private static PeriodRule rule(PeriodKind kind, int days, String from, String to) {
    return new PeriodRule(
        kind,
        days,
        Optional.of(from).filter(day -> !day.isEmpty()).map(LocalDate::parse),
        Optional.of(to).filter(day -> !day.isEmpty()).map(LocalDate::parse),
        ZoneOffset.UTC,
        false);
  }

  private BudgetForecast only(Budget budget, String period) {
    return forecasts.find(budget.id(), 1, period).orElseThrow();
  }

  @Test
  void hours_and_projects_are_forecast_and_rolling_days_say_why_not() {
    planned =
        List.of(
            new PlannedChange(
                LocalDate.of(2026, 11, 25), LocalDate.of(2027, 1, 1), Amount.of(7), "ada", ""));
    Budget hours = planned("hours", rule(PeriodKind.MONTH, 0, "", ""), BudgetUnit.GPU_HOURS);
    Budget project =
        planned(
            "project", rule(PeriodKind.PROJECT, 0, "2026-10-01", "2026-12-01"), BudgetUnit.MONEY);
    Budget rolling = planned("rolling", rule(PeriodKind.ROLLING, 30, "", ""), BudgetUnit.MONEY);
    forecaster.forecast();
    // What is planned is money: six days of 7 in the project, and none in hours.
    assertThat(only(hours, "2026-11").figures().orElseThrow().expected())
        .isEqualTo(Amount.of(3_000));
    assertThat(only(project, "project").figures().orElseThrow().expected())
        .isEqualTo(Amount.of(6_142));
    assertThat(only(rolling, "2026-11-20/30d").missing())
        .isEqualTo("a rolling period has no end to forecast to");
  }

  @Test
  void a_day_has_no_more_than_its_own_forecast() {
    Budget budget =
        budgets.create(
            new BudgetDraft(
                "day",
                "",
                "USD",
                "250",
                List.of(100),
                "",
                "",
                new BudgetPlan(
                    new PeriodRule(
                        PeriodKind.DAY,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        ZoneOffset.UTC,
                        false),
                    BudgetUnit.MONEY,
                    Counted.BILLED,
                    new TreeMap<>(),
                    Rollover.NONE,
                    false,
                    BudgetPlan.People.NOBODY),
                Optional.empty()),
            "ada");
    lag = Duration.ofDays(3);
    forecaster.forecast();
    assertThat(
            forecasts
                .find(budget.id(), 1, "2026-11-20")
                .orElseThrow()
                .figures()
                .orElseThrow()
                .expected())
        .isEqualTo(Amount.of(100));
  }

  @Test
  void a_threshold_that_is_passed_already_is_no_forecast() {
    budget("b", "", "1000");
    forecaster.forecast();
    asOf = "2";
    forecaster.forecast();
    // 1,900 are spent: 100 and 120 per cent are facts.
    assertThat(likely).isEmpty();
  }

  @Test
  void a_restart_forgets_neither_forecast_nor_gate() {
    Budget budget = budget("b", "", "2600");
    forecaster.forecast();
    close();
    open();
    assertThat(of(budget)).isPresent();
    asOf = "2";
    forecaster.forecast();
    assertThat(likely).containsExactly("b 100");
  }

  @Test
  void planned_stops_are_in_it() {
    planned =
        List.of(
            new PlannedChange(
                LocalDate.of(2026, 11, 25),
                LocalDate.of(2027, 1, 1),
                Amount.of(-100),
                "vision",
                "the cluster goes back"));
    Budget budget = budget("b", "", "5000");
    forecaster.forecast();
    assertThat(of(budget).orElseThrow().figures().orElseThrow().expected())
        .isEqualTo(Amount.of(2_400));
  }

  @Test
  void one_that_cannot_be_forecast_keeps_no_other_from_it() {
    budget("a", "team:\"broken\"", "5000");
    Budget whole = budget("b", "", "5000");
    assertThat(forecaster.forecast()).isFalse();
    assertThat(of(whole).orElseThrow().figures()).isPresent();
  }

  @Test
  void what_cannot_be_said_has_its_reason() {
    Budget empty = budget("a", "team:\"empty\"", "5000");
    assertThat(forecaster.forecast()).isTrue();
    assertThat(of(empty).orElseThrow().missing())
        .isEqualTo("no day of the scope is billed and settled");
  }

  @Test
  void a_new_version_is_forecast_anew() {
    Budget budget = budget("b", "", "5000");
    forecaster.forecast();
    Budget next =
        budgets
            .update(
                budget.id(), new BudgetDraft("b", "", "USD", "2000", List.of(100), "", ""), "ada")
            .orElseThrow();
    assertThat(of(next)).isEmpty();
    forecaster.forecast();
    assertThat(of(next).orElseThrow().figures().orElseThrow().breachProbability())
        .isGreaterThan(0.9);
  }
}
