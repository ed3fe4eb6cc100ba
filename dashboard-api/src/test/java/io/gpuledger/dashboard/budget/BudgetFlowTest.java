package io.gpuledger.dashboard.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import io.gpuledger.ingest.wire.Control;
import io.gpuledger.ingest.wire.CrossingSeen;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final LiveSpend live = new LiveSpend();
  private final AlertRouting routing =
      new AlertRouting(
          LedgerConfig::defaults, () -> Optional.of(URI.create("http://127.0.0.1:8080/")));
  private Amount october = Amount.ZERO;
  private Amount september = Amount.ZERO;
  private StateStore store;
  private AlertLedger ledger;
  private BudgetService budgets;
  private BudgetEvaluator evaluator;
  private CrossingIntake intake;

  private final BudgetFigures figures =
      new BudgetFigures() {
        @Override
        public Amount billed(Filter filter, String currency, TimeRange range) {
          if (filter.text().contains("broken")) {
            throw new IllegalStateException("the engine is away");
          }
          return range.start().equals(Instant.parse("2026-10-01T00:00:00Z")) ? october : september;
        }

        @Override
        public List<AlertFacts.Driver> topDrivers(
            Filter filter, String currency, TimeRange range, int limit) {
          return List.of(new AlertFacts.Driver("train", Amount.of(60)));
        }

        @Override
        public List<String> unknowns() {
          return List.of("source aws-main is 31 hours old");
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
            new ControlPublisher((kind, id, control) -> sent.add(control), clock));
    evaluator = new BudgetEvaluator(budgets, figures, live, ledger, routing, clock);
    intake = new CrossingIntake(budgets, figures, live, ledger, routing);
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
    assertThat(ledger.payload(1).orElseThrow())
        .contains("passed 50 %, 80 %")
        .contains("train: USD 60.00")
        .contains("31 hours old")
        .contains("http://127.0.0.1:8080/budgets?budget\\u003d");
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
    assertThat(ledger.list(10).get(0).kind()).isEqualTo(AlertFacts.Kind.ESTIMATED);
    assertThat(ledger.list(10).get(0).teamScope()).containsExactly("search");
    assertThat(ledger.payload(1).orElseThrow())
        .contains("scancel 4711")
        .contains("gpu-01")
        .contains("USD 5.00 per hour")
        .contains("no price for NVIDIA B200");
    assertThat(live.find(budget, "2026-10").orElseThrow().spent()).isEqualTo(Amount.of(82));
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
