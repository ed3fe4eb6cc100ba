package io.gpuledger.dashboard.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.BudgetPlan;
import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.Counted;
import io.gpuledger.cost.budget.PeriodKind;
import io.gpuledger.cost.budget.PeriodRule;
import io.gpuledger.cost.budget.PeriodTerms;
import io.gpuledger.cost.budget.Rollover;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendTotal;
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
import io.gpuledger.dashboard.forecast.ForecastFigures;
import io.gpuledger.dashboard.forecast.ScopeDay;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTermsTest {
  private static final LocalDate MONTH = LocalDate.parse("2026-11-01");

  @TempDir Path folder;

  private final TestClock clock = new TestClock(Instant.parse("2026-11-20T12:00:00Z"));
  private final Map<String, Map<String, PeriodTerms>> told = new HashMap<>();
  private final SortedMap<LocalDate, String> billedDays = new TreeMap<>();
  private Map<String, Object> snapshot = Map.of("version", 1);
  private final SortedMap<LocalDate, String> late = new TreeMap<>();
  private final Map<String, Amount> otherMoney = new HashMap<>();
  private CompletenessLags lags = CompletenessLags.DEFAULT;
  private boolean billsNothing;
  private boolean fails;
  private int rounds;
  private int asked;
  private StateStore store;
  private BudgetService budgets;
  private GuardTerms terms;

  /** Each hour of a period costs one, up to the last billed day. */
  private final BudgetFigures.AsKnown figures =
      new FakeBill() {
        @Override
        public SpendTotal spent(SpendQuestion question, TimeRange range) {
          asked++;
          if (fails) {
            throw new IllegalStateException("the ledger is away");
          }
          Instant billedTo = Instant.parse(billedDays.lastKey().plusDays(1) + "T00:00:00Z");
          Instant end = range.end().isBefore(billedTo) ? range.end() : billedTo;
          Duration hours = Duration.between(range.start(), end);
          return hours.isNegative()
              ? SpendTotal.NOTHING
              : new SpendTotal(
                  costs(Amount.of(hours.toHours())), BigInteger.valueOf(hours.toNanos()));
        }

        private Map<String, Amount> costs(Amount dollars) {
          Map<String, Amount> costs = new HashMap<>(otherMoney);
          costs.put("USD", dollars);
          return costs;
        }

        @Override
        public Map<String, Object> snapshot() {
          return snapshot;
        }
      };

  /** Bills of AWS in every scope, and of no other source. */
  private final ForecastFigures.AsKnown days =
      new ForecastFigures.AsKnown() {
        @Override
        public BudgetFigures.AsKnown budgets() {
          return figures;
        }

        @Override
        public Map<ScopeQuestion, List<ScopeDay>> days(
            Collection<ScopeQuestion> questions, LocalDate from, LocalDate end) {
          rounds++;
          Map<ScopeQuestion, List<ScopeDay>> rows = new HashMap<>();
          for (ScopeQuestion question : questions) {
            rows.put(
                question,
                billsNothing
                    ? List.of()
                    : billedDays.keySet().stream()
                        .map(day -> new ScopeDay(day, "aws", false, "Usage", Amount.of(24)))
                        .toList());
          }
          return rows;
        }

        @Override
        public Map<String, SortedMap<LocalDate, String>> billedDays(LocalDate from, LocalDate end) {
          return Map.of("aws", billedDays, "late", late);
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
              public void changed(Budget budget) {
                // Nobody is told.
              }

              @Override
              public void deleted(Budget budget) {
                // Nobody is told.
              }
            });
    for (int i = 0; i < 18; i++) {
      billedDays.put(MONTH.plusDays(i), "x");
    }
    terms =
        new GuardTerms(
            budgets,
            () -> days,
            () -> lags,
            (budget, known) -> told.put(budget.name(), known),
            clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void settled_days_are_told_together_and_later_ones_each_by_itself() {
    make("month", PeriodRule.MONTHS, BudgetUnit.MONEY, Rollover.NONE);

    terms.run();

    PeriodTerms month = told.get("month").get("2026-11");
    assertThat(month.settledThrough()).as("three days after its end").contains(day("2026-11-16"));
    assertThat(month.settled()).isEqualTo(Amount.of(16 * 24));
    assertThat(month.billedAfter())
        .as("the nineteenth is not billed")
        .containsExactly(
            Map.entry(day("2026-11-17"), Amount.of(24)),
            Map.entry(day("2026-11-18"), Amount.of(24)));
    assertThat(month.limit()).contains(Amount.of(1000));
  }

  @Test
  void a_day_is_settled_when_its_lag_ends_and_not_only_at_midnight() {
    lags = new CompletenessLags(Map.of("aws", Duration.ofHours(36)));
    clock.move(Duration.ofMinutes(-1));
    make("month", PeriodRule.MONTHS, BudgetUnit.MONEY, Rollover.NONE);
    terms.run();
    assertThat(told.get("month").get("2026-11").settledThrough()).contains(day("2026-11-17"));
    int before = rounds;
    clock.move(Duration.ofSeconds(59));
    told.clear();
    terms.run();
    assertThat(told).isEmpty();

    clock.move(Duration.ofSeconds(1));
    terms.run();

    assertThat(told.get("month").get("2026-11").settledThrough()).contains(day("2026-11-18"));
    assertThat(rounds).isEqualTo(before + 1);
  }

  @Test
  void a_day_of_another_zone_that_is_not_over_when_bills_end_is_not_settled() {
    ZoneId tokyo = ZoneId.of("Asia/Tokyo");
    make("day", PeriodRule.of(PeriodKind.DAY, tokyo), BudgetUnit.MONEY, Rollover.NONE);
    make("weeks", PeriodRule.rolling(7, tokyo), BudgetUnit.GPU_HOURS, Rollover.NONE);

    terms.run();

    PeriodTerms rolling = told.get("weeks").get("2026-11-20/7d");
    assertThat(rolling.settledThrough()).contains(day("2026-11-16"));
    assertThat(rolling.settled()).as("14th to 16th, in hours").isEqualTo(Amount.of(72));
    assertThat(told.get("day").get("2026-11-20").settledThrough()).isEmpty();
  }

  @Test
  void the_limit_has_what_a_period_takes_over() {
    make(
        "carries",
        PeriodRule.of(PeriodKind.WEEK, PeriodRule.UTC),
        BudgetUnit.MONEY,
        new Rollover(Rollover.Mode.UNSPENT, Amount.of(900)));

    terms.run();

    assertThat(told.get("carries").get("2026-W47").limit())
        .as("1000 and what the 168 of the week before left")
        .contains(Amount.of(1000 + 1000 - 168));
  }

  @Test
  void a_scope_is_settled_by_its_own_sources_alone_and_without_any_by_none() {
    late.put(day("2026-11-02"), "x");
    make("month", PeriodRule.MONTHS, BudgetUnit.MONEY, Rollover.NONE);
    terms.run();
    assertThat(told.get("month").get("2026-11").settledThrough())
        .as("a source of other scopes keeps nothing open")
        .contains(day("2026-11-16"));

    billsNothing = true;
    make("own machines", PeriodRule.MONTHS, BudgetUnit.MONEY, Rollover.NONE);
    terms.run();
    assertThat(told.get("own machines").get("2026-11").settledThrough()).isEmpty();
    assertThat(told.get("own machines").get("2026-11").settled()).isEqualTo(Amount.ZERO);
  }

  @Test
  void bills_of_other_money_settle_nothing() {
    otherMoney.put("EUR", Amount.of(5));
    make("month", PeriodRule.MONTHS, BudgetUnit.MONEY, Rollover.NONE);

    terms.run();

    assertThat(told.get("month").get("2026-11").settledThrough()).isEmpty();
    assertThat(told.get("month").get("2026-11").billedAfter()).containsKey(day("2026-11-17"));
  }

  @Test
  void a_period_that_is_over_is_told_until_its_bills_have_come() {
    make("weeks", PeriodRule.of(PeriodKind.WEEK, PeriodRule.UTC), BudgetUnit.MONEY, Rollover.NONE);
    clock.move(Duration.ofDays(4));

    terms.run();

    assertThat(told.get("weeks").keySet()).containsExactlyInAnyOrder("2026-W47", "2026-W48");
    PeriodTerms before = told.get("weeks").get("2026-W47");
    assertThat(before.settledThrough()).contains(day("2026-11-18"));
    assertThat(before.settled()).isEqualTo(Amount.of(3 * 24));
  }

  @Test
  void
      a_budget_is_told_anew_when_it_or_its_period_changes_at_once_and_when_bills_do_after_a_while() {
    make("month", PeriodRule.of(PeriodKind.DAY, PeriodRule.UTC), BudgetUnit.MONEY, Rollover.NONE);
    terms.run();
    terms.run();
    assertThat(rounds).isEqualTo(1);
    make("another", PeriodRule.MONTHS, BudgetUnit.MONEY, Rollover.NONE);
    told.clear();
    terms.run();
    assertThat(rounds).isEqualTo(2);
    assertThat(told).as("the other is known").containsOnlyKeys("another");

    snapshot = Map.of("version", 2);
    terms.run();
    assertThat(rounds).isEqualTo(2);
    clock.move(GuardTerms.LEAST);
    terms.run();
    assertThat(rounds).isEqualTo(3);
    assertThat(told).containsOnlyKeys("another", "month");
    told.clear();
    clock.move(Duration.ofDays(1));
    terms.run();
    assertThat(told).as("a day that began may settle another").containsOnlyKeys("another", "month");
  }

  @Test
  void telemetry_that_is_published_measures_nothing_anew_and_a_day_or_a_rule_does() {
    make("month", PeriodRule.MONTHS, BudgetUnit.MONEY, Rollover.NONE);
    snapshot = Map.of("run", 7L, "asOf", clock.instant());
    terms.run();
    int statements = asked;
    assertThat(statements).isPositive();
    for (int i = 0; i < 12; i++) {
      clock.move(Duration.ofMinutes(5));
      snapshot = Map.of("run", 7L, "asOf", clock.instant());
      terms.run();
    }
    assertThat(asked).as("an hour of the same bills").isEqualTo(statements);

    snapshot = Map.of("run", 8L, "asOf", clock.instant());
    terms.run();
    assertThat(asked).isEqualTo(2 * statements);
    clock.move(Duration.ofDays(1));
    terms.run();
    assertThat(asked).as("another day").isGreaterThan(2 * statements);
  }

  @Test
  void what_cannot_be_measured_leaves_what_was_told_and_is_asked_again() {
    make("month", PeriodRule.MONTHS, BudgetUnit.MONEY, Rollover.NONE);
    fails = true;
    terms.run();
    assertThat(told).isEmpty();

    fails = false;
    clock.move(GuardTerms.RETRY_FIRST);
    terms.run();
    assertThat(told).containsOnlyKeys("month");
  }

  @Test
  void one_that_always_fails_is_tried_at_growing_distances_and_holds_up_no_other() {
    make("month", PeriodRule.MONTHS, BudgetUnit.MONEY, Rollover.NONE);
    fails = true;
    int tried = 0;
    int before = 0;
    for (int second = 0; second < 1_200; second += 5) {
      terms.run();
      tried += asked > before ? 1 : 0;
      before = asked;
      clock.move(Duration.ofSeconds(5));
    }
    assertThat(tried).as("after 5, 10, 20 .. 120 s, not 240 times").isBetween(12, 16);

    fails = false;
    make("another", PeriodRule.MONTHS, BudgetUnit.MONEY, Rollover.NONE);
    terms.run();
    assertThat(told).containsKey("another");
    clock.move(GuardTerms.RETRY_LONGEST);
    terms.run();
    assertThat(told).containsKeys("another", "month");
  }

  private static LocalDate day(String text) {
    return LocalDate.parse(text);
  }

  private void make(String name, PeriodRule rule, BudgetUnit unit, Rollover rollover) {
    BudgetPlan plan =
        new BudgetPlan(
            rule, unit, Counted.BILLED, new TreeMap<>(), rollover, false, BudgetPlan.People.NOBODY);
    String currency = unit == BudgetUnit.MONEY ? "USD" : "";
    budgets.create(
        new BudgetDraft(name, "", currency, "1000", List.of(100), "", "", plan, Optional.empty()),
        "ada");
  }
}
