package io.gpuledger.dashboard.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.budget.BudgetPlan;
import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.Counted;
import io.gpuledger.cost.budget.PeriodKind;
import io.gpuledger.cost.budget.PeriodRule;
import io.gpuledger.cost.budget.Rollover;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import io.gpuledger.ingest.wire.BudgetWatch;
import io.gpuledger.ingest.wire.Control;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What budgets of every period do as time passes and bills, budgets and clocks change. */
class BudgetPeriodsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @TempDir Path folder;

  private final TestClock clock = new TestClock(Instant.parse("2026-11-30T12:00:00Z"));
  private final List<Control> sent = new ArrayList<>();

  /** What bills say of the period that begins at an instant. */
  private final Map<Instant, SpendTotal> bills = new HashMap<>();

  private final List<TimeRange> asked = new ArrayList<>();
  private StateStore store;
  private AlertLedger ledger;
  private BudgetService budgets;
  private BudgetEvaluator evaluator;

  private final BudgetFigures.AsKnown figures =
      new FakeBill() {
        @Override
        public SpendTotal spent(SpendQuestion question, TimeRange range) {
          asked.add(range);
          return bills.getOrDefault(range.start(), SpendTotal.NOTHING);
        }
      };

  @BeforeEach
  void open() {
    store = StateStore.open(folder.resolve("state.db"));
    ledger = new AlertLedger(store, clock, alert -> {});
    budgets =
        new BudgetService(
            store,
            clock,
            () -> LedgerConfig.defaults().alerts(),
            new ControlPublisher(new FakeControlTopic(sent), store, clock));
    evaluator =
        new BudgetEvaluator(
            budgets,
            () -> figures,
            new LiveSpend(store),
            ledger,
            new AlertRouting(LedgerConfig::defaults, Optional::empty),
            KnownForecasts.NONE,
            clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static BudgetPlan plan(PeriodRule period) {
    return plan(period, Map.of(), Rollover.NONE);
  }

  private static BudgetPlan plan(PeriodRule period, Map<String, Amount> limits, Rollover rollover) {
    return new BudgetPlan(
        period,
        BudgetUnit.MONEY,
        Counted.BILLED,
        new TreeMap<>(limits),
        rollover,
        false,
        BudgetPlan.People.NOBODY);
  }

  private static BudgetDraft draft(String limit, BudgetPlan plan) {
    return draft("USD", limit, plan, Optional.empty());
  }

  private static BudgetDraft draft(
      String currency, String limit, BudgetPlan plan, Optional<Instant> from) {
    return new BudgetDraft("b", "", currency, limit, List.of(50, 100), "", "", plan, from);
  }

  private void bill(String start, String usd) {
    bills.put(
        Instant.parse(start), new SpendTotal(Map.of("USD", Amount.parse(usd)), BigInteger.ZERO));
  }

  private void at(String instant) {
    clock.move(Duration.between(clock.instant(), Instant.parse(instant)));
  }

  /** Periods and highest thresholds of all alerts, oldest first. */
  private List<String> alerts() {
    evaluator.evaluate();
    List<String> alerts = new ArrayList<>();
    for (Alert alert : ledger.list(100)) {
      alerts.add(0, alert.period() + " v" + alert.budgetVersion() + " " + alert.threshold());
    }
    return alerts;
  }

  private String text(long alert) {
    return ledger.deliveries().payload(alert, "").orElseThrow().text();
  }

  @Test
  void a_new_month_begins_anew_and_the_late_bill_of_the_old_one_still_alerts() {
    budgets.create(draft("100", plan(PeriodRule.MONTHS)), "ada");
    bill("2026-11-01T00:00:00Z", "60");
    assertThat(alerts()).containsExactly("2026-11 v1 50");

    at("2026-12-01T00:00:00Z");
    assertThat(alerts()).containsExactly("2026-11 v1 50");
    bill("2026-12-01T00:00:00Z", "55");
    bill("2026-11-01T00:00:00Z", "101");
    assertThat(alerts()).containsExactly("2026-11 v1 50", "2026-11 v1 100", "2026-12 v1 50");

    at("2027-01-01T00:00:00Z");
    bill("2026-11-01T00:00:00Z", "500");
    assertThat(alerts()).hasSize(3);
  }

  @Test
  void a_bill_restated_under_the_threshold_and_over_it_again_does_not_alert_twice() {
    budgets.create(draft("100", plan(PeriodRule.MONTHS)), "ada");
    bill("2026-11-01T00:00:00Z", "60");
    assertThat(alerts()).hasSize(1);
    bill("2026-11-01T00:00:00Z", "49.999999999999999999");
    assertThat(alerts()).hasSize(1);
    bill("2026-11-01T00:00:00Z", "60");
    assertThat(alerts()).hasSize(1);
  }

  @Test
  void a_budget_edited_in_mid_period_measures_that_anew_and_leaves_the_last_to_its_version() {
    Budget made = budgets.create(draft("100", plan(PeriodRule.MONTHS)), "ada");
    bill("2026-11-01T00:00:00Z", "60");
    assertThat(alerts()).containsExactly("2026-11 v1 50");

    at("2026-12-10T00:00:00Z");
    bill("2026-12-01T00:00:00Z", "60");
    assertThat(alerts()).containsExactly("2026-11 v1 50", "2026-12 v1 50");
    assertThat(budgets.update(made.id(), draft("55", plan(PeriodRule.MONTHS)), "ada")).isPresent();

    assertThat(alerts()).containsExactly("2026-11 v1 50", "2026-12 v1 50", "2026-12 v2 100");
  }

  @Test
  void a_version_of_the_future_does_not_hold_before_its_day() {
    Budget made = budgets.create(draft("100", plan(PeriodRule.MONTHS)), "ada");
    bill("2026-11-01T00:00:00Z", "60");
    bill("2026-12-01T00:00:00Z", "60");
    Instant december = Instant.parse("2026-12-01T00:00:00Z");
    assertThat(
            budgets.update(
                made.id(),
                draft("USD", "50", plan(PeriodRule.MONTHS), Optional.of(december)),
                "ada"))
        .isPresent();

    assertThat(alerts()).containsExactly("2026-11 v1 50");
    assertThat(budgets.list()).extracting(Budget::version).containsExactly(1L);
    assertThat(sent).hasSize(1);

    at("2026-12-01T00:00:00Z");
    assertThat(evaluator.isDue()).isTrue();
    assertThat(alerts()).containsExactly("2026-11 v1 50", "2026-12 v2 100");
    assertThat(sent).hasSize(2);
    assertThat(evaluator.isDue()).isFalse();
    assertThat(sent).hasSize(2);
    assertThat(budgets.originals(List.of(made.id())).get(made.id()).limit())
        .isEqualTo(Amount.of(100));
  }

  @Test
  void a_change_of_currency_counts_the_new_one_and_names_what_it_leaves_out() {
    Budget made = budgets.create(draft("100", plan(PeriodRule.MONTHS)), "ada");
    bills.put(
        Instant.parse("2026-11-01T00:00:00Z"),
        new SpendTotal(Map.of("USD", Amount.of(60), "EUR", Amount.of(80)), BigInteger.ZERO));
    assertThat(alerts()).containsExactly("2026-11 v1 50");
    assertThat(text(1)).contains("EUR 80.00 is not counted: the budget is in USD");

    assertThat(
            budgets.update(
                made.id(), draft("EUR", "80", plan(PeriodRule.MONTHS), Optional.empty()), "ada"))
        .isPresent();

    assertThat(alerts()).containsExactly("2026-11 v1 50", "2026-11 v2 100");
    assertThat(text(2))
        .contains("EUR 80.00 of EUR 80.00")
        .contains("USD 60.00 is not counted: the budget is in EUR");
  }

  @Test
  void a_day_of_a_zone_is_measured_by_its_23_or_25_hours() {
    at("2026-10-25T12:00:00Z");
    budgets.create(draft("100", plan(PeriodRule.of(PeriodKind.DAY, BERLIN))), "ada");
    bill("2026-10-24T22:00:00Z", "60");

    assertThat(alerts()).containsExactly("2026-10-25 v1 50");
    assertThat(asked)
        .contains(
            new TimeRange(
                Instant.parse("2026-10-24T22:00:00Z"), Instant.parse("2026-10-25T23:00:00Z")))
        .hasSize(4);
    assertThat(text(1)).contains("25 October 2026").contains("(Europe/Berlin)");
  }

  @Test
  void every_kind_of_period_is_measured_with_the_one_before() {
    LocalProject project = new LocalProject();
    for (PeriodRule rule :
        List.of(
            PeriodRule.of(PeriodKind.WEEK, PeriodRule.UTC),
            PeriodRule.of(PeriodKind.QUARTER, PeriodRule.UTC),
            PeriodRule.of(PeriodKind.YEAR, PeriodRule.UTC),
            PeriodRule.fiscal(PeriodKind.QUARTER),
            project.rule())) {
      budgets.create(draft("100", plan(rule)), "ada");
    }
    for (String start :
        List.of("2026-11-23", "2026-11-30", "2026-07-01", "2026-10-01", "2025-01-01")) {
      bill(start + "T00:00:00Z", "70");
    }
    bill("2026-01-01T00:00:00Z", "100");
    bill("2026-11-02T00:00:00Z", "50");

    assertThat(alerts())
        .containsExactlyInAnyOrder(
            "2026-W48 v1 50",
            "2026-W49 v1 50",
            "2026-Q3 v1 50",
            "2026-Q4 v1 50",
            "2025 v1 50",
            "2026 v1 100",
            "FY2026-Q3 v1 50",
            "FY2026-Q4 v1 50",
            "project v1 50");
  }

  private static final class LocalProject {
    PeriodRule rule() {
      return PeriodRule.project(
          java.time.LocalDate.of(2026, 11, 2), java.time.LocalDate.of(2027, 2, 1), PeriodRule.UTC);
    }
  }

  @Test
  void a_rolling_period_tells_again_only_when_no_day_of_it_was_told_of() {
    budgets.create(draft("100", plan(PeriodRule.rolling(3, PeriodRule.UTC))), "ada");
    for (int day = 0; day < 7; day++) {
      bill(Instant.parse("2026-11-28T00:00:00Z").plus(Duration.ofDays(day)).toString(), "60");
    }
    List<String> alerts = List.of();
    for (int day = 0; day < 7; day++) {
      alerts = alerts();
      clock.move(Duration.ofDays(1));
    }

    assertThat(alerts)
        .containsExactly("2026-11-30/3d v1 50", "2026-12-03/3d v1 50", "2026-12-06/3d v1 50");
  }

  @Test
  void what_the_last_month_left_raises_the_limit_within_the_cap() {
    Rollover unspent = new Rollover(Rollover.Mode.UNSPENT, Amount.of(30));
    budgets.create(draft("100", plan(PeriodRule.MONTHS, Map.of(), unspent)), "ada");
    bill("2026-10-01T00:00:00Z", "20");
    bill("2026-11-01T00:00:00Z", "64.999999999999999999");
    assertThat(alerts()).isEmpty();
    bill("2026-11-01T00:00:00Z", "65");
    assertThat(alerts()).containsExactly("2026-11 v1 50");
    assertThat(ledger.list(1).get(0).limit()).isEqualTo(Amount.of(130));
  }

  @Test
  void months_may_have_limits_of_their_own_and_the_guard_is_told_that_of_the_month() {
    budgets.create(
        draft("100", plan(PeriodRule.MONTHS, Map.of("2026-12", Amount.of(1_000)), Rollover.NONE)),
        "ada");
    bill("2026-11-01T00:00:00Z", "60");
    bill("2026-12-01T00:00:00Z", "60");
    assertThat(alerts()).containsExactly("2026-11 v1 50");

    at("2026-12-01T00:00:00Z");
    assertThat(evaluator.isDue()).isTrue();
    assertThat(alerts()).hasSize(1);
    assertThat(sent)
        .extracting(c -> new BigInteger(c.getBudget().getLimit().toByteArray()))
        .containsExactly(Amount.of(100).unscaled(), Amount.of(1_000).unscaled());
  }

  @Test
  void hours_are_limited_as_money_is() {
    BudgetPlan hours =
        new BudgetPlan(
            PeriodRule.MONTHS,
            BudgetUnit.GPU_HOURS,
            Counted.BILLED,
            new TreeMap<>(),
            Rollover.NONE,
            false,
            BudgetPlan.People.NOBODY);
    budgets.create(draft("", "10", hours, Optional.empty()), "ada");
    Instant start = Instant.parse("2026-11-01T00:00:00Z");
    BigInteger fiveHours = BigInteger.valueOf(Duration.ofHours(5).toNanos());
    bills.put(start, new SpendTotal(Map.of(), fiveHours.subtract(BigInteger.ONE)));
    assertThat(alerts()).isEmpty();
    bills.put(start, new SpendTotal(Map.of(), fiveHours));

    assertThat(alerts()).containsExactly("2026-11 v1 50");
    assertThat(text(1)).contains("5.00 GPU-hours of 10.00 GPU-hours");
  }

  @Test
  void every_kind_of_period_and_unit_is_watched() {
    budgets.create(draft("100", plan(PeriodRule.rolling(30, ZoneId.of("Asia/Tokyo")))), "ada");

    BudgetWatch told = sent.get(0).getBudget();
    assertThat(told.getDeleted()).isFalse();
    assertThat(told.getPeriods().getKind()).isEqualTo("rolling");
    assertThat(told.getPeriods().getDays()).isEqualTo(30);
    assertThat(told.getPeriods().getZone()).isEqualTo("Asia/Tokyo");
  }

  @Test
  void a_budget_shared_by_teams_needs_two_of_them() {
    BudgetPlan plain = BudgetPlan.DEFAULT;
    BudgetPlan shared =
        new BudgetPlan(
            plain.period(),
            plain.unit(),
            plain.counted(),
            plain.limits(),
            plain.rollover(),
            true,
            plain.people());

    assertThatThrownBy(() -> budgets.create(draft("100", shared), "ada"))
        .isInstanceOfSatisfying(
            BudgetRefusedException.class,
            e -> assertThat(e.problems()).extracting(p -> p.field()).containsExactly("shared"));
  }

  @Test
  void several_changes_are_made_all_or_none() {
    BudgetDraft good = draft("100", plan(PeriodRule.MONTHS));
    List<BudgetService.Change> changes =
        List.of(
            new BudgetService.Change(Optional.empty(), good),
            new BudgetService.Change(Optional.of("b-gone"), good));

    assertThatThrownBy(() -> budgets.changeAll(changes, "ada"))
        .isInstanceOf(BudgetRefusedException.class)
        .hasMessageContaining("deleted meanwhile");
    assertThat(budgets.newest()).isEmpty();
    assertThat(budgets.changeAll(changes.subList(0, 1), "ada")).hasSize(1);
  }

  @Test
  void a_change_that_says_to_hold_for_long_rewrites_no_period_that_is_over() {
    Optional<Instant> january = Optional.of(Instant.parse("2026-01-01T00:00:00Z"));
    Budget made = budgets.create(draft("USD", "100", plan(PeriodRule.MONTHS), january), "ada");
    bill("2026-11-01T00:00:00Z", "60");
    assertThat(alerts()).containsExactly("2026-11 v1 50");

    at("2026-12-10T00:00:00Z");
    budgets.update(made.id(), draft("USD", "50", plan(PeriodRule.MONTHS), january), "ada");
    assertThat(alerts()).containsExactly("2026-11 v1 50");
  }

  @Test
  void a_budget_whose_periods_take_another_form_tells_nothing_of_those_that_are_over() {
    Budget made = budgets.create(draft("100", plan(PeriodRule.MONTHS)), "ada");
    bill("2026-11-01T00:00:00Z", "60");
    assertThat(alerts()).containsExactly("2026-11 v1 50");

    at("2026-12-10T00:00:00Z");
    PeriodRule berlin =
        new PeriodRule(
            PeriodKind.MONTH,
            0,
            Optional.empty(),
            Optional.empty(),
            ZoneId.of("Europe/Berlin"),
            false);
    budgets.update(made.id(), draft("10", plan(berlin)), "ada");
    bill("2026-10-31T23:00:00Z", "60");
    assertThat(alerts()).containsExactly("2026-11 v1 50");
  }

  @Test
  void what_a_month_leaves_over_goes_by_the_limit_that_it_had() {
    Rollover unspent = new Rollover(Rollover.Mode.UNSPENT, Amount.of(100));
    BudgetPlan plan = plan(PeriodRule.MONTHS, Map.of(), unspent);
    Budget made = budgets.create(draft("100", plan), "ada");
    bill("2026-11-01T00:00:00Z", "95");
    at("2026-12-05T00:00:00Z");
    Budget now = budgets.update(made.id(), draft("200", plan), "ada").orElseThrow();
    BudgetMeter meter = budgets.meter();
    Standing december =
        meter
            .measure(
                List.of(
                    new BudgetMeter.Wanted(now, meter.spanAt(now, clock.instant()).orElseThrow())),
                figures)
            .get(0);
    assertThat(december.limit()).isEqualTo(Amount.of(205));
  }

  @Test
  void a_crossing_is_kept_as_long_as_its_budget_may_be_told_of_in_its_period() {
    at("2026-11-30T12:00:00Z");
    MeasuredPeriods periods = budgets.periods();
    String month = budgets.create(draft("100", plan(PeriodRule.MONTHS)), "ada").id();
    String days =
        budgets.create(draft("100", plan(PeriodRule.rolling(30, PeriodRule.UTC))), "a").id();
    LocalDate first = LocalDate.of(2024, 1, 1);
    String project =
        budgets
            .create(
                draft("100", plan(PeriodRule.project(first, first.plusDays(90), PeriodRule.UTC))),
                "ada")
            .id();

    assertThat(periods.isMeasured(month, "2026-11")).isTrue();
    assertThat(periods.isMeasured(month, "2026-10")).isTrue();
    assertThat(periods.isMeasured(month, "2026-09")).isFalse();
    // The last 30 days begin on 1 November.
    assertThat(periods.isMeasured(days, "2026-11-01/30d")).isTrue();
    assertThat(periods.isMeasured(days, "2026-10-31/30d")).isFalse();
    assertThat(periods.isMeasured(days, "2026-11")).isFalse();
    // It is measured for ever, by late bills too.
    assertThat(periods.isMeasured(project, "project")).isTrue();

    assertThat(budgets.delete(month, "ada")).isTrue();
    assertThat(periods.isMeasured(month, "2026-11")).isFalse();
    assertThat(periods.isMeasured("b-none", "2026-11")).isFalse();
  }
}
