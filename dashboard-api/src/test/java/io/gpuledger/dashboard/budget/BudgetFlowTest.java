package io.gpuledger.dashboard.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.gpuledger.cost.budget.BudgetPlan;
import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.Counted;
import io.gpuledger.cost.budget.PeriodRule;
import io.gpuledger.cost.budget.Rollover;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import io.gpuledger.ingest.wire.BurnSeen;
import io.gpuledger.ingest.wire.Control;
import io.gpuledger.ingest.wire.CrossingSeen;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetFlowTest {
  @TempDir Path folder;

  private final TestClock clock = new TestClock(Instant.parse("2026-10-24T08:10:00Z"));
  private final List<Control> sent = new ArrayList<>();
  private LiveSpend live;
  private final AlertRouting routing =
      new AlertRouting(
          LedgerConfig::defaults, () -> Optional.of(URI.create("http://127.0.0.1:8080/")));
  private final BlockingQueue<Alert> raised = new LinkedBlockingQueue<>();
  private volatile Amount october = Amount.ZERO;
  private volatile Amount september = Amount.ZERO;
  private final AtomicInteger failuresLeft = new AtomicInteger();
  private StateStore store;
  private AlertLedger ledger;
  private BudgetService budgets;
  private BudgetEvaluator evaluator;
  private CrossingIntake intake;

  private final BudgetFigures.AsKnown figures =
      new FakeBill() {
        @Override
        public SpendTotal spent(SpendQuestion question, TimeRange range) {
          Filter filter = question.filter();
          if (failuresLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("the engine is away for a while");
          }
          if (filter.text().contains("broken")) {
            throw new IllegalStateException("the engine is away");
          }
          boolean now = range.start().equals(Instant.parse("2026-10-01T00:00:00Z"));
          return new SpendTotal(Map.of("USD", now ? october : september), BigInteger.ZERO);
        }

        @Override
        public List<AlertFacts.Driver> topDrivers(
            ScopeQuestion question, TimeRange range, int limit) {
          return List.of(new AlertFacts.Driver("train", Amount.of(60)));
        }

        @Override
        public List<String> unknowns(AccessScope scope) {
          return List.of("source aws-main is 31 hours old", "coverage of " + scope.teams());
        }
      };

  private final AtomicInteger snapshots = new AtomicInteger();

  private BudgetFigures.AsKnown known() {
    snapshots.incrementAndGet();
    return figures;
  }

  @BeforeEach
  void open() {
    store = StateStore.open(folder.resolve("state.db"));
    ledger = new AlertLedger(store, clock, raised::add);
    budgets =
        new BudgetService(
            store,
            clock,
            () -> LedgerConfig.defaults().alerts(),
            new ControlPublisher(new FakeControlTopic(sent), store, clock));
    live = new LiveSpend(store);
    evaluator =
        new BudgetEvaluator(
            budgets, this::known, live, ledger, routing, KnownForecasts.NONE, clock);
    intake =
        new CrossingIntake(
            budgets, this::known, live, ledger, routing, KnownForecasts.NONE, store, clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static BudgetDraft draft(String name, String filter, String limit) {
    return new BudgetDraft(name, filter, "USD", limit, List.of(50, 80, 100), "", "");
  }

  private static CrossingSeen seen(Budget budget, int threshold, String spent) {
    return CrossingSeen.newBuilder()
        .setBudgetId(budget.id())
        .setBudgetVersion(budget.version())
        .setPeriod("2026-10")
        .setThresholdPercent(threshold)
        .setKind("estimated")
        .setCurrency("USD")
        .setSpent(ByteString.copyFrom(Amount.parse(spent).unscaled().toByteArray()))
        .setLimit(ByteString.copyFrom(budget.limit().unscaled().toByteArray()))
        .setBurnPerHour(ByteString.copyFrom(Amount.of(5).unscaled().toByteArray()))
        .setTopHolder("job:4711")
        .setTopNode("gpu-01")
        .setTopHolderSinceMicros(1_790_000_000_000_000L)
        .setSeenAtMicros(1_792_829_400_000_000L)
        .addUnpricedModels("NVIDIA B200")
        .build();
  }

  @Test
  void bills_cross_each_threshold_once_and_a_jump_is_one_alert() {
    budgets.create(draft("b", "team:\"search\"", "100"), "ada");
    october = Amount.parse("49.999999999999999999");
    evaluator.evaluate();
    assertThat(ledger.list(10)).isEmpty();

    october = Amount.parse("80");
    evaluator.evaluate();
    evaluator.evaluate();
    october = Amount.parse("20");
    evaluator.evaluate();
    october = Amount.parse("100");
    evaluator.evaluate();

    assertThat(ledger.list(10)).extracting(Alert::threshold).containsExactly(100, 80);
    assertThat(ledger.deliveries().payload(1, "").orElseThrow().text())
        .contains("passed 50 %, 80 %")
        .contains("train: USD 60.00")
        .contains("31 hours old")
        .contains("coverage of [search]")
        .contains("http://127.0.0.1:8080/#/alerts?select\\u003dalert:1");
  }

  @Test
  void what_was_published_before_the_start_is_measured_at_the_start() throws Exception {
    budgets.create(draft("b", "", "100"), "ada");
    october = Amount.of(60);

    try (EvaluationThread thread = EvaluationThread.start(evaluator, Duration.ofMillis(10))) {
      assertThat(next()).isEqualTo(50);
    }
  }

  @Test
  void a_measurement_that_failed_is_made_again_without_a_new_publication() throws Exception {
    budgets.create(draft("b", "", "100"), "ada");
    october = Amount.of(60);
    failuresLeft.set(3);

    try (EvaluationThread thread = EvaluationThread.start(evaluator, Duration.ofMillis(10))) {
      assertThat(next()).isEqualTo(50);
    }
  }

  @Test
  void a_new_or_lowered_budget_is_measured_at_once() throws Exception {
    october = Amount.of(60);
    try (EvaluationThread thread = EvaluationThread.start(evaluator, Duration.ofMillis(10))) {
      budgets.addListener(thread);

      Budget made = budgets.create(draft("b", "", "100"), "ada");
      assertThat(next()).isEqualTo(50);
      assertThat(budgets.update(made.id(), draft("b", "", "60"), "ada")).isPresent();
      assertThat(next()).isEqualTo(100);
    }
  }

  /** The highest threshold of the next alert. */
  private int next() throws InterruptedException {
    return Optional.ofNullable(raised.poll(60, TimeUnit.SECONDS)).orElseThrow().threshold();
  }

  @Test
  void no_more_budgets_are_made_than_are_watched() {
    store.change(
        connection -> {
          for (int i = 0; i < io.gpuledger.cost.budget.Budget.ORIGIN_LIMIT; i++) {
            Rows.update(
                connection,
                "INSERT INTO budgets (budget_id, version, name, filter, currency, limit_amount,"
                    + " thresholds, owner, channel, origin, deleted, created_at, created_by,"
                    + " effective_from)"
                    + " VALUES (?, 1, ?, '', 'USD', '5', '50', '', '', 'api', 0,"
                    + " '2026-10-01T00:00:00.000000Z', 'ada', '2026-10-01T00:00:00.000000Z')",
                "b-" + i,
                "n-" + i);
          }
        });

    assertThatThrownBy(() -> budgets.create(draft("one more", "", "100"), "ada"))
        .isInstanceOf(BudgetRefusedException.class)
        .hasMessageContaining("10000 budgets");
    assertThat(budgets.delete("b-7", "ada")).isTrue();
    assertThat(budgets.create(draft("one more", "", "100"), "ada").version()).isEqualTo(1);
  }

  @Test
  void all_budgets_of_a_measurement_and_all_parts_of_a_message_are_of_one_snapshot() {
    Budget budget = budgets.create(draft("a", "", "100"), "ada");
    budgets.create(draft("b", "", "100"), "ada");
    october = Amount.of(60);

    evaluator.evaluate();
    assertThat(ledger.list(10)).hasSize(2);
    assertThat(snapshots).hasValue(1);

    intake.accept(List.of(seen(budget, 80, "81")));
    assertThat(ledger.list(10)).hasSize(3);
    assertThat(snapshots).hasValue(2);
  }

  @Test
  void an_estimated_alert_shows_the_bill_where_that_is_larger() {
    Budget budget = budgets.create(draft("b", "", "100"), "ada");
    october = Amount.of(90);

    intake.accept(List.of(seen(budget, 50, "81")));

    assertThat(ledger.list(1).get(0).kind()).isEqualTo(SpendKind.ESTIMATED);
    assertThat(ledger.list(1).get(0).spent()).isEqualTo(Amount.of(90));
    assertThat(ledger.deliveries().payload(1, "").orElseThrow().text())
        .contains("b: 90 % of October 2026\"")
        .contains("Estimated to date: USD 81.00");
  }

  @Test
  void a_late_bill_of_the_last_month_still_alerts() {
    budgets.create(draft("b", "", "100"), "ada");
    september = Amount.of(120);

    evaluator.evaluate();

    assertThat(ledger.list(10)).extracting(Alert::period).containsExactly("2026-09");
  }

  @Test
  void a_budget_that_cannot_be_measured_does_not_stop_the_others() {
    budgets.create(draft("a", "team:\"broken\"", "100"), "ada");
    budgets.create(draft("b", "", "100"), "ada");
    october = Amount.of(100);

    evaluator.evaluate();

    assertThat(ledger.list(10)).hasSize(1);
  }

  @Test
  void what_the_guard_saw_becomes_one_alert_with_its_cause_however_often_it_is_read() {
    Budget budget = budgets.create(draft("b", "team:\"search\"", "100"), "ada");
    List<CrossingSeen> records = List.of(seen(budget, 50, "81"), seen(budget, 80, "81"));

    intake.accept(records);
    intake.accept(records);
    intake.accept(List.of(seen(budget, 80, "82")));

    assertThat(ledger.list(10)).hasSize(1);
    assertThat(ledger.list(10).get(0).kind()).isEqualTo(SpendKind.ESTIMATED);
    assertThat(ledger.list(10).get(0).teamScope()).containsExactly("search");
    assertThat(ledger.deliveries().payload(1, "").orElseThrow().text())
        .contains("scancel 4711")
        .contains("gpu-01")
        .contains("USD 5.00 per hour")
        .contains("no price for NVIDIA B200")
        .contains("coverage of [search]");
    assertThat(live.find(budget, "2026-10").orElseThrow().spent()).isEqualTo(Amount.of(82));
  }

  @Test
  void a_crossing_that_a_late_bill_brought_says_how_old_the_burn_is_and_names_nobody() {
    Budget budget = budgets.create(draft("b", "team:\"search\"", "100"), "ada");
    clock.move(Duration.ofHours(5));

    intake.accept(List.of(seen(budget, 50, "81")));

    assertThat(ledger.deliveries().payload(1, "").orElseThrow().text())
        .contains("*Burn now* not known")
        .contains(
            "the burn now: no telemetry in scope since 24 Oct 2026 08:10 UTC; as of then USD 5.00"
                + " per hour, most of it by job:4711")
        .doesNotContain("burns most now")
        .doesNotContain("scancel");
  }

  @Test
  void a_budget_that_cannot_be_told_holds_up_no_other_and_is_told_when_it_is_read_again() {
    Budget first = budgets.create(draft("a", "", "100"), "ada");
    Budget broken = budgets.create(draft("b", "", "100"), "ada");
    Budget last = budgets.create(draft("c", "", "100"), "ada");
    List<CrossingSeen> records =
        List.of(seen(first, 50, "60"), seen(broken, 50, "60"), seen(last, 50, "60"));
    CrossingIntake failing =
        new CrossingIntake(
            budgets,
            this::known,
            live,
            ledger,
            routing,
            (budget, period, spent) -> {
              if (budget.id().equals(broken.id())) {
                throw new IllegalStateException("its forecast cannot be read");
              }
              return Optional.empty();
            },
            store,
            clock);

    failing.accept(records);
    assertThat(ledger.list(10))
        .extracting(Alert::budgetId)
        .containsExactlyInAnyOrder(first.id(), last.id());

    intake.accept(records);
    assertThat(ledger.list(10)).extracting(Alert::budgetId).contains(broken.id()).hasSize(3);
    clock.move(WaitingCrossings.LONGEST_WAIT);
    intake.retry();
    assertThat(ledger.list(10)).hasSize(3);
  }

  @Test
  void a_crossing_whose_bill_cannot_be_read_waits_over_a_restart_and_is_told_once() {
    Budget broken = budgets.create(draft("b", "team:\"search\"", "100"), "ada");
    failuresLeft.set(3);
    intake.accept(List.of(seen(broken, 50, "60")));
    intake.accept(List.of(seen(broken, 80, "81")));
    assertThat(ledger.list(10)).isEmpty();
    intake.retry();
    assertThat(failuresLeft).as("its time has not come").hasValue(1);

    store.close();
    open();
    intake.begin();
    intake.retry();
    assertThat(failuresLeft).as("tried at once after a start").hasValue(0);
    assertThat(ledger.list(10)).isEmpty();
    clock.move(WaitingCrossings.LONGEST_WAIT);
    intake.retry();

    assertThat(ledger.list(10)).extracting(Alert::threshold).containsExactly(80);
    assertThat(ledger.deliveries().payload(1, "").orElseThrow().text())
        .contains("passed 50 %, 80 %");
    // It waits no longer: what recovered meanwhile is not told again.
    assertThat(ledger.recover(1, "it fell")).isPresent();
    intake.begin();
    intake.retry();
    assertThat(ledger.list(10)).hasSize(1);
  }

  @Test
  void a_crossing_that_waits_of_a_budget_that_is_gone_is_told_to_nobody() {
    Budget broken = budgets.create(draft("b", "", "100"), "ada");
    failuresLeft.set(1);
    intake.accept(List.of(seen(broken, 50, "60")));
    assertThat(budgets.update(broken.id(), draft("b", "", "1000"), "ada")).isPresent();

    intake.begin();
    intake.retry();

    assertThat(ledger.list(10)).isEmpty();
    assertThat(new WaitingCrossings(store, clock).due()).isEmpty();
  }

  private Budget rolling() {
    return budgets.create(
        new BudgetDraft(
            "days",
            "team:\"search\"",
            "USD",
            "100",
            List.of(50),
            "",
            "",
            new BudgetPlan(
                PeriodRule.rolling(30, PeriodRule.UTC),
                BudgetUnit.MONEY,
                Counted.BILLED,
                new TreeMap<>(),
                Rollover.NONE,
                false,
                BudgetPlan.People.NOBODY),
            Optional.empty()),
        "ada");
  }

  private static CrossingSeen on(String day, CrossingSeen seen) {
    return seen.toBuilder().setPeriod(day + "/30d").clearUnpricedModels().build();
  }

  @Test
  void an_estimate_of_rolling_days_that_falls_ends_what_an_earlier_day_told() {
    Budget budget = rolling();
    intake.accept(List.of(on("2026-10-24", seen(budget, 50, "60"))));
    assertThat(ledger.list(10)).hasSize(1);
    clock.move(Duration.ofDays(1));

    intake.accept(List.of(on("2026-10-25", progress(budget, "20", clock.instant()))));
    assertThat(ledger.list(10).get(0).isOpen()).isFalse();

    // That it is passed again on a later day is told again.
    intake.accept(List.of(on("2026-10-25", seen(budget, 50, "70"))));
    intake.accept(List.of(on("2026-10-25", progress(budget, "71", clock.instant()))));
    assertThat(ledger.list(10)).hasSize(2);
    assertThat(ledger.list(10).get(0).isOpen()).isTrue();
  }

  @Test
  void an_estimate_of_rolling_days_that_stays_is_not_told_anew_each_day() {
    Budget budget = rolling();
    intake.accept(List.of(on("2026-10-24", seen(budget, 50, "60"))));
    clock.move(Duration.ofDays(1));
    intake.accept(List.of(on("2026-10-25", seen(budget, 50, "61"))));

    assertThat(ledger.list(10)).hasSize(1);
    assertThat(ledger.list(10).get(0).isOpen()).isTrue();
  }

  private static CrossingSeen progress(Budget budget, String spent, Instant at) {
    return seen(budget, 0, spent).toBuilder()
        .setKind("progress")
        .setSeenAtMicros(at.toEpochMilli() * 1_000)
        .clearUnpricedModels()
        .build();
  }

  @Test
  void the_running_total_is_known_before_any_threshold_and_after_a_restart() {
    Budget budget = budgets.create(draft("b", "team:\"search\"", "100"), "ada");
    assertThat(live.find(budget, "2026-10")).isEmpty();
    assertThat(LiveSpend.estimateMissing(live.find(budget, "2026-10")).orElseThrow())
        .contains("no GPU in scope was priced");

    intake.accept(List.of(progress(budget, "12.5", clock.instant().minusSeconds(30))));
    intake.accept(List.of(progress(budget, "11", clock.instant().minusSeconds(300))));
    assertThat(ledger.list(10)).isEmpty();

    store.close();
    store = StateStore.open(folder.resolve("state.db"));
    Optional<LiveSpend.Seen> seen = new LiveSpend(store).find(budget, "2026-10");
    assertThat(seen.orElseThrow().spent()).isEqualTo(Amount.parse("12.5"));
    assertThat(seen.orElseThrow().burn(clock.instant())).contains(Amount.of(5));
    assertThat(seen.orElseThrow().cause().orElseThrow().holder()).isEqualTo("job:4711");
  }

  @Test
  void a_total_that_is_older_than_the_one_that_is_known_recovers_nothing() {
    Budget budget = budgets.create(draft("b", "team:\"search\"", "100"), "ada");
    Instant now = clock.instant();
    CrossingSeen crossing =
        seen(budget, 80, "90").toBuilder().setSeenAtMicros(now.toEpochMilli() * 1_000).build();
    intake.accept(List.of(crossing));
    assertThat(ledger.list(10).get(0).isOpen()).isTrue();

    intake.accept(List.of(progress(budget, "10", now.minusSeconds(300))));
    intake.accept(
        List.of(progress(budget, "91", now), progress(budget, "10", now.minusSeconds(300))));
    assertThat(ledger.list(10).get(0).isOpen()).as("told late").isTrue();

    intake.accept(List.of(progress(budget, "10", now.plusSeconds(15))));
    assertThat(ledger.list(10).get(0).isOpen()).isFalse();
  }

  /** October has 744 h: a limit of 744 is 1 an hour. */
  private static CrossingSeen burning(CrossingSeen record, Instant told, boolean tooFast) {
    long to = record.getSeenAtMicros();
    return record.toBuilder()
        .addBurnWindows(window(to, 1, "4.19"))
        .addBurnWindows(window(to, 6, "19.2"))
        .setTooFastSinceMicros(tooFast ? to : 0)
        .setToldAtMicros(told.toEpochMilli() * 1_000)
        .build();
  }

  private static BurnSeen window(long to, int hours, String spent) {
    return BurnSeen.newBuilder()
        .setLengthNanos(Duration.ofHours(hours).toNanos())
        .setFromMicros(to - hours * 3_600_000_000L)
        .setToMicros(to)
        .setSpent(ByteString.copyFrom(Amount.parse(spent).unscaled().toByteArray()))
        .setWhole(true)
        .build();
  }

  @Test
  void how_fast_a_budget_burns_is_kept_and_is_old_after_ten_minutes() {
    Budget budget = budgets.create(draft("b", "team:\"search\"", "744"), "ada");
    Instant now = clock.instant();
    intake.accept(List.of(burning(progress(budget, "400", now.minusSeconds(60)), now, true)));

    BurningBudgets burning = new BurningBudgets(store, budgets);
    BurningBudgets.Burning found = burning.all().get(0);
    assertThat(found.current()).isTrue();
    assertThat(
            AlertFacts.Pace.words(
                found.seen().burned().paces(now, found.span(), found.seen().burned().limit())))
        .isEqualTo("burns 3.2 times its even pace over 6 h, 4.1 over 1 h");
    assertThat(found.seen().burned().paces(now.plusSeconds(900), found.span(), Amount.of(744)))
        .as("old")
        .isEmpty();
  }

  @Test
  void a_message_says_how_fast_it_burned_and_the_end_of_an_episode_is_taken() {
    Budget budget = budgets.create(draft("b", "team:\"search\"", "744"), "ada");
    Instant now = clock.instant();
    BurningBudgets burning = new BurningBudgets(store, budgets);
    CrossingSeen crossing =
        seen(budget, 50, "400").toBuilder().setSeenAtMicros(now.toEpochMilli() * 1_000).build();
    intake.accept(List.of(burning(crossing, now, true)));

    assertThat(ledger.deliveries().payload(ledger.list(10).get(0).id(), "").orElseThrow().text())
        .contains("burns 3.2 times its even pace over 6 h, 4.1 over 1 h");
    assertThat(burning.all()).hasSize(1);

    intake.accept(List.of(burning(progress(budget, "400", now), now.plusSeconds(15), false)));
    assertThat(burning.all()).isEmpty();
  }

  @Test
  void an_old_burn_and_an_estimate_without_any_price_are_missing_and_say_why() {
    Budget budget = budgets.create(draft("b", "", "100"), "ada");
    intake.accept(List.of(progress(budget, "12.5", clock.instant().minusSeconds(900))));
    Optional<LiveSpend.Seen> old = live.find(budget, "2026-10");

    assertThat(old.orElseThrow().estimate()).contains(Amount.parse("12.5"));
    assertThat(old.orElseThrow().burn(clock.instant())).isEmpty();
    assertThat(LiveSpend.burnMissing(old, clock.instant()).orElseThrow())
        .contains("no telemetry in scope since 2026-10-24T07:55:00Z");

    CrossingSeen unpriced =
        progress(budget, "0", clock.instant()).toBuilder()
            .clearBurnPerHour()
            .addUnpricedModels("NVIDIA B200")
            .build();
    intake.accept(List.of(unpriced));
    Optional<LiveSpend.Seen> zero = live.find(budget, "2026-10");

    assertThat(zero.orElseThrow().estimate()).isEmpty();
    assertThat(zero.orElseThrow().burn(clock.instant())).isEmpty();
    assertThat(LiveSpend.estimateMissing(zero)).contains("no price for NVIDIA B200");
    assertThat(LiveSpend.burnMissing(zero, clock.instant())).contains("no price for NVIDIA B200");
    assertThat(live.unpriced(budgets, clock.instant())).containsExactly("NVIDIA B200");
    assertThat(live.unpriced(budgets, Instant.parse("2026-11-01T00:00:00Z")))
        .as("another period runs")
        .isEmpty();
    assertThat(budgets.delete(budget.id(), "ada")).isTrue();
    assertThat(live.unpriced(budgets, clock.instant())).isEmpty();
  }

  @Test
  void the_link_of_an_alert_keeps_the_path_of_the_public_address() {
    for (String base : List.of("https://host/gpuledger", "https://host/gpuledger/")) {
      AlertRouting routed =
          new AlertRouting(LedgerConfig::defaults, () -> Optional.of(URI.create(base)));
      assertThat(routed.link(7).orElseThrow())
          .hasToString("https://host/gpuledger/#/alerts?select=alert:7");
    }
  }

  @Test
  void a_crossing_that_is_read_again_after_its_alert_is_gone_is_told_to_nobody() {
    Budget budget = budgets.create(draft("b", "team:\"search\"", "100"), "ada");
    CrossingSeen crossing = seen(budget, 50, "81");
    intake.accept(List.of(crossing));
    assertThat(ledger.list(10)).hasSize(1);
    assertThat(ledger.close(1, "its period is over")).isPresent();
    // The preview takes its messages too: a newer one has to be the newest.
    clock.move(Duration.ofDays(400));
    Budget other = budgets.create(draft("c", "", "100"), "ada");
    ledger.raise(
        new AlertFacts(
            other.facts(
                budgets.meter().spanAt(other, clock.instant()).orElseThrow(), Amount.of(100)),
            "2027-11",
            List.of(50),
            SpendKind.FROM_BILL,
            new Spent(Amount.of(60), Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            clock.instant()),
        List.of(io.gpuledger.dashboard.alert.Target.PREVIEW),
        id -> Optional.empty());
    clock.move(Duration.ofDays(1));
    new io.gpuledger.dashboard.alert.AlertRetention(
            store, clock, () -> Duration.ofDays(400), budgets.periods())
        .run();
    assertThat(ledger.find(1)).isEmpty();

    intake.accept(List.of(crossing));

    assertThat(ledger.list(10)).extracting(Alert::budgetId).containsExactly(other.id());
    assertThat(live.find(budget, "2026-10")).isPresent();
  }

  @Test
  void a_crossing_of_a_version_that_is_gone_is_left_out() {
    Budget old = budgets.create(draft("b", "", "100"), "ada");
    assertThat(budgets.update(old.id(), draft("b", "", "1000"), "ada")).isPresent();

    intake.accept(List.of(seen(old, 50, "60")));

    assertThat(ledger.list(10)).isEmpty();
  }

  @Test
  void budgets_of_the_file_follow_the_file_and_are_changed_there_only() {
    LedgerConfig.Budget wanted =
        new LedgerConfig.Budget("f", "", "USD", Amount.of(5), List.of(50), "", "");
    budgets.apply(List.of(wanted));
    budgets.apply(List.of(wanted));
    Budget kept = budgets.list().get(0);
    assertThat(kept.version()).isEqualTo(1);
    assertThat(sent).hasSize(1);
    assertThatThrownBy(() -> budgets.delete(kept.id(), "ada"))
        .isInstanceOf(BudgetRefusedException.class);

    budgets.apply(
        List.of(new LedgerConfig.Budget("f", "", "USD", Amount.of(6), List.of(50), "", "")));
    assertThat(budgets.list().get(0).version()).isEqualTo(2);
    budgets.apply(List.of());
    assertThat(budgets.list()).isEmpty();
    budgets.apply(List.of(wanted));

    assertThat(budgets.list().get(0).version()).isEqualTo(4);
    assertThat(sent)
        .extracting(control -> control.getBudget().getDeleted())
        .containsExactly(false, false, true, false);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'team:\"a\"'; a",
        "'team:\"a\",\"b\"'; a,b",
        "'team:\"a\"+state:\"held_idle\"'; a",
        "'team:\"a\"|team:\"b\"'; a,b",
        "'team:\"a\"|state:\"held_idle\"'; none",
        "'team!:\"a\"'; none",
        "'team~:\"a\"'; none",
        "''; none",
      })
  void a_budget_is_confined_to_the_teams_its_filter_names(String filter, String teams) {
    List<String> scope = TeamScope.of(Filter.parse(filter));

    assertThat(scope.isEmpty() ? "none" : String.join(",", scope)).isEqualTo(teams);
  }
}
