package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.ChargePart;
import io.gpuledger.cost.budget.Counted;
import io.gpuledger.cost.budget.PeriodRule;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.close.FiscalCalendar;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.budget.ScopeQuestion;
import io.gpuledger.dashboard.http.VarianceQueries;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.dashboard.query.Snapshot;
import io.gpuledger.dashboard.report.VarianceReport;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bills say of budgets' periods, from the real engine. */
@Tag("live")
class BudgetSpendOnEngineTest {
  private static final TimeRange OCTOBER = range("2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z");

  private static final FiscalCalendar BOOKS =
      new FiscalCalendar.Months(Month.JANUARY, PeriodRule.UTC);

  @TempDir static Path folder;
  private static TestLedger ledger;
  private static LedgerReader reader;
  private static BudgetFigures.AsKnown figures;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(folder);
    ledger.charge(
        "d2", "2026-10-08 00:00:00", "2026-10-08 01:00:00", "3", "USD", "search", "AWS Support");
    ledger.machineHour("d2", "16", 8);
    ledger.delivery("d2", "append", 2, 2);
    ledger.allocate();
    reader =
        new LedgerReader(
            ledger.client,
            () -> RulesInForce.of(TestLedger.RULES),
            LiveFacts.NONE,
            Clock.fixed(ledger.now().plusSeconds(60), ZoneOffset.UTC));
    figures = new SqlBudgetFigures(reader).now();
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  private static TimeRange range(String start, String end) {
    return new TimeRange(Instant.parse(start), Instant.parse(end));
  }

  private static SpendQuestion question(String filter, ChargePart... excluded) {
    return new SpendQuestion(
        Filter.parse(filter), new Counted(Counted.Metric.BILLED, Set.of(excluded)));
  }

  /** Statements that the engine has answered. */
  private static long statements() {
    return Long.parseLong(
        ledger
            .client
            .query("SELECT value FROM system.events WHERE event = 'SelectQuery'", Map.of())
            .strip());
  }

  @Test
  void questions_of_a_snapshot_that_is_no_longer_the_newest_are_answered_together_too() {
    SqlBudgetFigures of = new SqlBudgetFigures(reader);
    Snapshot newest = reader.snapshot(Optional.empty());
    Snapshot older = reader.snapshot(Optional.of(newest.asOf().minusSeconds(1)));
    assertThat(older.asOf()).isBefore(newest.asOf());
    List<SpendQuestion> questions = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      questions.add(question("team:\"search\",\"t" + i + "\""));
    }
    Map<SpendQuestion, SpendTotal> now = of.at(newest).spent(questions, OCTOBER);
    long before = statements();

    Map<SpendQuestion, SpendTotal> then = of.at(older).spent(questions, OCTOBER);

    assertThat(statements() - before).isBetween(2L, 5L);
    assertThat(then).hasSize(30);
    assertThat(now).hasSize(30);
  }

  @Test
  void many_questions_at_once_come_to_what_each_comes_to_alone() {
    List<SpendQuestion> questions = new ArrayList<>();
    for (String filter :
        List.of(
            "",
            "team:\"search\"",
            "team:\"search\",\"vision\"",
            "team!:\"search\"",
            "service~:\"o\"",
            "team:\"vision\"+service:\"Storage\"",
            "team:\"vision\"|service:\"Compute\"",
            "sku:\"x\"",
            "tag:\"team\":\"search\"")) {
      if (Filter.read(filter).problems().isEmpty()) {
        questions.add(question(filter));
        questions.add(question(filter, ChargePart.CREDITS, ChargePart.SUPPORT));
      }
    }
    for (TimeRange range :
        List.of(
            OCTOBER,
            range("2026-10-04T22:00:00Z", "2026-10-05T22:00:00Z"),
            range("2026-10-01T00:30:00Z", "2026-10-01T05:45:00Z"))) {
      Map<SpendQuestion, SpendTotal> together = figures.spent(questions, range);

      for (SpendQuestion question : questions) {
        assertThat(together.get(question))
            .as(question + " in " + range)
            // Of figures that remember nothing of the answers above.
            .isEqualTo(new SqlBudgetFigures(reader).now().spent(question, range));
      }
    }
  }

  @Test
  void parts_are_left_out_where_a_budget_says_so() {
    assertThat(figures.spent(question("team:\"search\""), OCTOBER).byCurrency())
        .isEqualTo(Map.of("USD", Amount.parse("5.75"), "EUR", Amount.of(7)));
    assertThat(figures.spent(question("team:\"search\"", ChargePart.CREDITS), OCTOBER).in("USD"))
        .isEqualTo(Amount.of(7));
    assertThat(figures.spent(question("team:\"search\"", ChargePart.SUPPORT), OCTOBER).in("USD"))
        .isEqualTo(Amount.parse("2.75"));
  }

  @Test
  void drivers_are_parts_of_what_the_budget_counts_in_its_unit() {
    SpendQuestion all = question("team:\"search\"");
    SpendQuestion without = question("team:\"search\"", ChargePart.SUPPORT, ChargePart.CREDITS);
    for (TimeRange range :
        List.of(OCTOBER, range("2026-09-30T22:00:00Z", "2026-10-31T22:00:00Z"))) {
      assertThat(figures.topDrivers(new ScopeQuestion(all, BudgetUnit.MONEY, "USD"), range, 9))
          .extracting(AlertFacts.Driver::name)
          .contains("search / AWS Support");
      assertThat(figures.topDrivers(new ScopeQuestion(without, BudgetUnit.MONEY, "USD"), range, 9))
          .extracting(AlertFacts.Driver::name)
          .isNotEmpty()
          .doesNotContain("search / AWS Support");
    }
    assertThat(
            figures
                .topDrivers(new ScopeQuestion(without, BudgetUnit.MONEY, "USD"), OCTOBER, 9)
                .stream()
                .map(AlertFacts.Driver::amount)
                .reduce(Amount.ZERO, Amount::plus))
        .isEqualTo(figures.spent(without, OCTOBER).in("USD"));
    assertThat(
            figures.topDrivers(
                new ScopeQuestion(question(""), BudgetUnit.GPU_HOURS, ""), OCTOBER, 9))
        .extracting(AlertFacts.Driver::amount)
        .containsExactly(Amount.of(8));
    SpendQuestion amortised =
        new SpendQuestion(Filter.everything(), new Counted(Counted.Metric.EFFECTIVE, Set.of()));
    assertThat(
            figures
                .topDrivers(new ScopeQuestion(amortised, BudgetUnit.MONEY, "USD"), OCTOBER, 99)
                .stream()
                .map(AlertFacts.Driver::amount)
                .reduce(Amount.ZERO, Amount::plus)
                .compareTo(figures.spent(amortised, OCTOBER).in("USD")))
        .isNotNegative();
  }

  @Test
  void the_largest_parts_of_many_budgets_are_those_of_each_alone() {
    List<ScopeQuestion> questions = new ArrayList<>();
    for (String filter :
        List.of("", "team:\"search\"", "team!:\"search\"", "service~:\"o\"", "node:\"n1\"")) {
      questions.add(new ScopeQuestion(question(filter), BudgetUnit.MONEY, "USD"));
      questions.add(
          new ScopeQuestion(
              question(filter, ChargePart.SUPPORT, ChargePart.CREDITS), BudgetUnit.MONEY, "EUR"));
      questions.add(new ScopeQuestion(question(filter), BudgetUnit.GPU_HOURS, ""));
    }
    for (TimeRange range :
        List.of(OCTOBER, range("2026-09-30T22:00:00Z", "2026-10-31T22:00:00Z"))) {
      Map<ScopeQuestion, List<AlertFacts.Driver>> together =
          figures.topDrivers(questions, range, 2);

      assertThat(together).containsOnlyKeys(questions);
      assertThat(together.get(questions.get(0))).hasSize(2);
      for (ScopeQuestion question : questions) {
        assertThat(together.get(question))
            .as(question + " in " + range)
            .isEqualTo(figures.topDrivers(question, range, 2));
      }
    }
  }

  @Test
  void device_time_that_was_paid_for_is_counted_in_hours() {
    assertThat(figures.spent(question(""), OCTOBER).hours()).isEqualTo(Amount.of(8));
  }

  @Test
  void the_variance_of_a_period_is_all_that_changed_since_the_one_before() {
    BudgetSpan october = PeriodRule.MONTHS.ofKey("2026-10", BOOKS).orElseThrow();
    BudgetSpan september = PeriodRule.MONTHS.before(october, BOOKS).orElseThrow();
    SpendQuestion question = question("team:\"search\"", ChargePart.CREDITS);

    VarianceReport report =
        new SqlLedgerQueries(reader)
            .variance(
                new VarianceQueries.BudgetVarianceRequest(october, september, question),
                AccessScope.EVERYTHING);

    assertThat(report.totals())
        .extracting(VarianceReport.Total::currency)
        .containsExactly("EUR", "USD");
    assertThat(report.totals().get(1).parts().before()).isEqualTo("0");
    assertThat(report.totals().get(1).parts().after())
        .isEqualTo(figures.spent(question, OCTOBER).in("USD").toString());
    assertThat(report.period()).isEqualTo("2026-10");
  }

  /** Days of Berlin: 24 to 22 o'clock UTC; every line is in one of them. */
  @Test
  void days_of_a_zone_share_out_every_line_once() {
    SpendTotal days = SpendTotal.NOTHING;
    Instant start = Instant.parse("2026-09-30T22:00:00Z");
    for (int day = 0; day < 33; day++) {
      TimeRange range = new TimeRange(start, start.plusSeconds(86_400));
      days = days.plus(figures.spent(question(""), range));
      start = range.end();
    }

    assertThat(days).isEqualTo(figures.spent(question(""), OCTOBER));
    assertThat(
            figures
                .spent(question(""), range("2026-09-30T22:00:00Z", "2026-10-01T22:00:00Z"))
                .in("USD"))
        .isEqualTo(Amount.parse("14.5"));
    assertThat(
            figures
                .spent(question(""), range("2026-10-01T01:00:00Z", "2026-10-02T01:00:00Z"))
                .in("USD"))
        .isEqualTo(Amount.of(4));
  }
}
