package io.gpuledger.dashboard.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.alert.CrossingLedger;
import io.gpuledger.dashboard.alert.Delivery;
import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import io.gpuledger.ingest.wire.CrossingSeen;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends an alert about a budget, and what raises it again. */
class BudgetRecoveryTest {
  @TempDir Path folder;

  private final TestClock clock = new TestClock(Instant.parse("2026-10-24T08:10:00Z"));
  private final LedgerConfig config =
      ConfigReader.read(
              "gpuledger.yaml", "alerts: {channels: [{name: slack, webhook: \"${env:NONE}\"}]}")
          .values()
          .get(0);
  private Amount october = Amount.ZERO;
  private StateStore store;
  private AlertLedger ledger;
  private BudgetService budgets;
  private BudgetEvaluator evaluator;
  private CrossingIntake intake;

  private final BudgetFigures.AsKnown figures =
      new FakeBill() {
        @Override
        public SpendTotal spent(SpendQuestion question, TimeRange range) {
          boolean now = range.start().equals(Instant.parse("2026-10-01T00:00:00Z"));
          return new SpendTotal(Map.of("USD", now ? october : Amount.ZERO), BigInteger.ZERO);
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
            config::alerts,
            new ControlPublisher(new FakeControlTopic(new ArrayList<>()), store, clock));
    LiveSpend live = new LiveSpend(store);
    AlertRouting routing = new AlertRouting(() -> config, Optional::empty);
    evaluator =
        new BudgetEvaluator(
            budgets, () -> figures, live, ledger, routing, KnownForecasts.NONE, clock);
    intake =
        new CrossingIntake(
            budgets, () -> figures, live, ledger, routing, KnownForecasts.NONE, store, clock);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Budget budget() {
    return budgets.create(
        new BudgetDraft("b", "team:\"search\"", "USD", "100", List.of(50, 80, 100), "ada", ""),
        "ada");
  }

  private void bill(String amount) {
    october = Amount.parse(amount);
    clock.move(Duration.ofMinutes(1));
    assertThat(evaluator.evaluate()).isTrue();
  }

  private List<String> told() {
    return ledger.list(100).stream()
        .sorted((a, b) -> Long.compare(a.id(), b.id()))
        .flatMap(alert -> alert.deliveries().stream())
        .map(delivery -> delivery.alertId() + " " + delivery.step().code())
        .toList();
  }

  @Test
  void a_restated_bill_below_the_threshold_recovers_the_alert_and_the_channel_is_told() {
    budget();
    bill("85");

    bill("70");

    Alert alert = ledger.list(10).get(0);
    assertThat(alert.status()).isEqualTo("recovered");
    assertThat(alert.recoveryReason()).contains("the restated bill is at 70 %");
    assertThat(told()).containsExactly("1 raised", "1 recovered");
    assertThat(ledger.crossings().of(alert.budgetId()))
        .extracting(CrossingLedger.Crossing::threshold, c -> c.recoveredAt().isEmpty())
        .containsExactlyInAnyOrder(tuple(80, false), tuple(50, true));
  }

  @Test
  void a_spend_that_sways_within_the_margin_tells_nothing_more() {
    budget();
    bill("85");

    bill("79");
    bill("81");
    bill("78");
    bill("99");

    assertThat(told()).containsExactly("1 raised");
  }

  @Test
  void a_crossing_after_a_recovery_is_told_as_again_and_counted() {
    Budget budget = budget();
    bill("85");
    bill("70");

    bill("86");

    assertThat(told()).containsExactly("1 raised", "1 recovered", "2 raised");
    assertThat(ledger.deliveries().payload(2, "").orElseThrow().text())
        .contains("Again: b: 86 %")
        .contains("passed 80 % again, time 2");
    assertThat(ledger.crossings().of(budget.id()))
        .filteredOn(crossing -> crossing.threshold() == 80)
        .extracting(CrossingLedger.Crossing::times)
        .containsExactly(2);
    bill("60");
    bill("90");
    assertThat(ledger.list(10).get(0).about().episode()).isEqualTo("2026-10/v1/80/again-3");
  }

  @Test
  void a_bill_of_nothing_recovers_every_threshold_and_each_alert_once() {
    budget();
    bill("55");
    bill("85");

    bill("0");
    bill("0");

    assertThat(told()).containsExactly("1 raised", "1 recovered", "2 raised", "2 recovered");
  }

  @Test
  void a_new_month_closes_what_is_open_without_a_word() {
    budget();
    bill("85");

    clock.move(Duration.ofDays(9));
    bill("85");

    Alert alert = ledger.list(10).get(0);
    assertThat(alert.status()).isEqualTo("recovered");
    assertThat(alert.recoveryReason()).isEqualTo("its period is over");
    assertThat(told()).containsExactly("1 raised");
    // The bill still stands as it did: nothing is raised anew.
    bill("85");
    assertThat(told()).containsExactly("1 raised");
  }

  @Test
  void a_late_bill_of_the_last_month_stays_open_in_the_new_one_until_the_next() {
    budget();
    clock.move(Duration.ofDays(9));
    bill("85");
    bill("85");
    assertThat(ledger.list(10)).extracting(Alert::status).containsExactly("open");

    clock.move(Duration.ofDays(31));
    bill("85");
    assertThat(ledger.list(10)).extracting(Alert::status).containsExactly("recovered");
  }

  @Test
  void a_changed_budget_closes_the_alerts_of_its_old_version_and_is_measured_anew() {
    Budget budget = budget();
    bill("85");

    assertThat(
            budgets.update(
                budget.id(),
                new BudgetDraft(
                    "b", "team:\"search\"", "USD", "90", List.of(50, 80, 100), "ada", ""),
                "ada"))
        .isPresent();
    bill("85");

    assertThat(ledger.list(10)).extracting(Alert::status).containsExactly("open", "recovered");
    assertThat(ledger.list(10).get(1).recoveryReason()).isEqualTo("the budget was changed");
    assertThat(told()).containsExactly("1 raised", "2 raised");
  }

  @Test
  void a_deleted_budget_closes_its_alerts() {
    Budget budget = budget();
    bill("85");

    assertThat(budgets.delete(budget.id(), "ada")).isTrue();
    bill("85");

    assertThat(ledger.list(10).get(0).recoveryReason()).isEqualTo("the budget is gone");
  }

  private static CrossingSeen seen(Budget budget, String kind, int threshold, String spent) {
    return CrossingSeen.newBuilder()
        .setBudgetId(budget.id())
        .setBudgetVersion(budget.version())
        .setPeriod("2026-10")
        .setThresholdPercent(threshold)
        .setKind(kind)
        .setCurrency("USD")
        .setSpent(ByteString.copyFrom(Amount.parse(spent).unscaled().toByteArray()))
        .setLimit(ByteString.copyFrom(budget.limit().unscaled().toByteArray()))
        .setSeenAtMicros(1_792_829_400_000_000L)
        .build();
  }

  @Test
  void an_estimate_that_falls_recovers_and_one_that_rises_again_is_told_again() {
    Budget budget = budget();
    intake.accept(
        List.of(seen(budget, "estimated", 50, "85"), seen(budget, "estimated", 80, "85")));

    intake.accept(List.of(progress(budget, "60")));
    assertThat(ledger.list(10)).extracting(Alert::status).containsExactly("recovered");
    assertThat(ledger.list(10).get(0).recoveryReason()).contains("the estimate to date is at 60 %");

    intake.accept(List.of(progress(budget, "82")));
    intake.accept(List.of(progress(budget, "83")));
    assertThat(ledger.list(10)).extracting(Alert::status).containsExactly("open", "recovered");
    assertThat(ledger.list(10).get(0).deliveries())
        .extracting(Delivery::step)
        .containsExactly(Step.RAISED);
  }

  /** As the guard tells a running total: without a limit. */
  private static CrossingSeen progress(Budget budget, String spent) {
    return seen(budget, "progress", 0, spent).toBuilder().clearLimit().build();
  }

  @Test
  void a_scope_whose_models_lost_their_price_has_not_fallen() {
    Budget budget = budget();
    intake.accept(List.of(seen(budget, "estimated", 50, "85")));
    intake.accept(List.of(progress(budget, "0").toBuilder().addUnpricedModels("B200").build()));
    assertThat(ledger.list(10)).extracting(Alert::status).containsExactly("open");
  }
}
