package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.ChargePart;
import io.gpuledger.cost.budget.Counted;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.forecast.ForecastFigures;
import io.gpuledger.dashboard.forecast.ScopeDay;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The days that forecasts learn from, from the real engine. */
@Tag("live")
class ForecastDaysOnEngineTest {
  private static final LocalDate OCTOBER = LocalDate.of(2026, 10, 1);
  private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);

  @TempDir static Path folder;
  private static TestLedger ledger;
  private static ForecastFigures.AsKnown days;
  private static BudgetFigures.AsKnown whole;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(folder);
    ledger.charge(
        "d2", "2026-10-08 00:00:00", "2026-10-08 01:00:00", "3", "USD", "search", "AWS Support");
    ledger.machineHour("d2", "16", 8);
    ledger.delivery("d2", "append", 2, 2);
    ledger.allocate();
    LedgerReader reader =
        new LedgerReader(
            ledger.client,
            () -> RulesInForce.of(TestLedger.RULES),
            LiveFacts.NONE,
            Clock.fixed(ledger.now().plusSeconds(60), ZoneOffset.UTC));
    days = new SqlForecastFigures(reader).now();
    whole = new SqlBudgetFigures(reader).now();
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  private static SpendQuestion question(String filter, ChargePart... excluded) {
    return new SpendQuestion(
        Filter.parse(filter), new Counted(Counted.Metric.BILLED, Set.of(excluded)));
  }

  @Test
  void the_days_of_a_month_come_to_what_the_month_comes_to() {
    TimeRange month =
        new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));
    for (SpendQuestion question :
        List.of(
            question(""),
            question("team:\"search\""),
            question("team:\"search\"", ChargePart.CREDITS),
            question("", ChargePart.SUPPORT, ChargePart.TAX))) {
      Amount sum =
          days.days(question, "USD", OCTOBER, NOVEMBER).stream()
              .map(ScopeDay::amount)
              .reduce(Amount.ZERO, Amount::plus);
      assertThat(sum).as(question.toString()).isEqualTo(whole.spent(question, month).in("USD"));
      assertThat(sum.isZero()).isFalse();
    }
  }

  @Test
  void each_day_of_a_bill_counts_as_billed() {
    Map<String, SortedMap<LocalDate, String>> billed = days.billedDays(OCTOBER, NOVEMBER);
    assertThat(billed.values().stream().flatMap(of -> of.keySet().stream()).toList())
        .contains(LocalDate.of(2026, 10, 8));
    assertThat(billed.keySet())
        .containsAll(
            days.days(question(""), "USD", OCTOBER, NOVEMBER).stream()
                .map(ScopeDay::source)
                .toList());
  }
}
