package io.gpuledger.dashboard.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a forecast is told, and when it is over. */
class LikelyBreachesTest {
  private static final BudgetSpan OCTOBER =
      new BudgetSpan(
          "2026-10", LocalDate.of(2026, 10, 1), LocalDate.of(2026, 11, 1), ZoneOffset.UTC);

  @TempDir Path folder;

  private final TestClock clock = new TestClock(Instant.parse("2026-10-24T08:10:00Z"));
  private Amount october = Amount.of(60);
  private StateStore store;
  private AlertLedger ledger;
  private BudgetService budgets;
  private BudgetEvaluator evaluator;
  private LikelyBreaches likely;
  private Budget budget;

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
            () -> LedgerConfig.defaults().alerts(),
            new ControlPublisher(new FakeControlTopic(new ArrayList<>()), store, clock));
    LiveSpend live = new LiveSpend(store);
    AlertRouting routing = new AlertRouting(LedgerConfig::defaults, Optional::empty);
    evaluator =
        new BudgetEvaluator(
            budgets,
            () -> figures,
            live,
            ledger,
            routing,
            (b, p, spent) -> Optional.of(ahead(118)),
            clock);
    likely = new LikelyBreaches(() -> figures, live, ledger, routing, clock);
    budget = budgets.create(new BudgetDraft("b", "", "USD", "100", List.of(100), "", ""), "ada");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static AlertFacts.Forecast ahead(long expected) {
    return new AlertFacts.Forecast(
        Amount.of(expected),
        Amount.of(expected - 5),
        Amount.of(expected + 5),
        expected > 100 ? 0.93 : 0.2,
        LocalDate.of(2026, 10, 21),
        Amount.of(3));
  }

  private void forecast(long expected, boolean isOpen) {
    Standing standing =
        new Standing(budget, OCTOBER, Amount.of(100), Amount.ZERO, october, Map.of());
    likely.forecast(standing, ahead(expected), isOpen ? List.of(100) : List.of(), isOpen);
  }

  @Test
  void a_likely_breach_is_told_once_with_its_forecast() {
    forecast(118, true);
    forecast(119, true);

    assertThat(ledger.list(10)).extracting(Alert::kind).containsExactly(SpendKind.FORECAST);
    assertThat(ledger.deliveries().payload(ledger.list(1).get(0).id(), "").orElseThrow().text())
        .contains("b: forecast to reach 118 % of October 2026")
        .contains("USD 118.00 (80 %: USD 113.00 to USD 123.00)")
        .contains("93 % likely to exceed the limit")
        .contains("Bills are complete to 21 Oct 2026")
        .contains("usual: USD 3.00 per hour");
  }

  @Test
  void a_forecast_of_the_limit_does_not_keep_the_fact_from_being_told() {
    forecast(118, true);
    october = Amount.of(101);
    evaluator.evaluate();

    assertThat(ledger.list(10))
        .extracting(Alert::kind)
        .containsExactly(SpendKind.FROM_BILL, SpendKind.FORECAST);
    assertThat(ledger.deliveries().payload(ledger.list(1).get(0).id(), "").orElseThrow().text())
        .contains("The limit is passed already")
        .doesNotContain("likely");
  }

  @Test
  void a_fact_below_the_limit_tells_how_likely_the_limit_is() {
    forecast(118, true);
    october = Amount.of(100);
    evaluator.evaluate();
    assertThat(ledger.deliveries().payload(ledger.list(1).get(0).id(), "").orElseThrow().text())
        .contains("93 % likely to exceed the limit");
  }

  @Test
  void what_is_no_longer_likely_is_over_and_is_told_again_when_it_is() {
    forecast(118, true);
    forecast(90, false);
    assertThat(ledger.list(10).get(0).recoveryReason())
        .isEqualTo(
            "it is 20 % likely now to exceed the limit, less than the 70 % at which that ends");
    forecast(120, true);
    assertThat(ledger.list(10).get(0).recoveredAt()).isEmpty();
  }

  @Test
  void the_probability_ends_it_wherever_the_expected_total_lies() {
    forecast(118, true);
    // Below the limit, and still likely to pass it.
    forecast(97, true);
    assertThat(ledger.list(10).get(0).recoveredAt()).isEmpty();

    // Within the margin of the limit that a spend has to fall below.
    forecast(99, false);
    assertThat(ledger.list(10).get(0).recoveredAt()).isNotEmpty();
  }

  @Test
  void a_bill_that_is_measured_ends_no_forecast() {
    forecast(118, true);
    evaluator.evaluate();
    assertThat(ledger.list(10).get(0).recoveredAt()).isEmpty();
  }
}
