package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.ChargePart;
import io.gpuledger.cost.budget.Counted;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.budget.ScopeQuestion;
import io.gpuledger.dashboard.forecast.ForecastFigures;
import io.gpuledger.dashboard.forecast.ScopeDay;
import io.gpuledger.dashboard.query.CostQuery;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
  private static LedgerReader reader;
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
    reader =
        new LedgerReader(
            ledger.client,
            () -> RulesInForce.of(TestLedger.RULES),
            LiveFacts.NONE,
            Clock.fixed(ledger.now().plusSeconds(60), ZoneOffset.UTC));
    days = new SqlForecastFigures(reader, new SqlBudgetFigures(reader)).now();
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

  private static ScopeQuestion usd(SpendQuestion question) {
    return new ScopeQuestion(question, BudgetUnit.MONEY, "USD");
  }

  private static List<ScopeDay> daysOf(SpendQuestion question) {
    return days.days(List.of(usd(question)), OCTOBER, NOVEMBER)
        .getOrDefault(usd(question), List.of());
  }

  @Test
  void many_scopes_at_once_come_to_what_each_comes_to_alone() {
    List<ScopeQuestion> questions = new ArrayList<>();
    for (String filter :
        List.of("", "team:\"search\"", "service~:\"aws\"", "node:\"n1\"", "commitment:\"-\"")) {
      questions.add(usd(question(filter)));
      questions.add(usd(question(filter, ChargePart.CREDITS, ChargePart.SUPPORT)));
      questions.add(new ScopeQuestion(question(filter), BudgetUnit.GPU_HOURS, ""));
      questions.add(
          usd(
              new SpendQuestion(
                  Filter.parse(filter), new Counted(Counted.Metric.EFFECTIVE, Set.of()))));
    }
    Map<ScopeQuestion, List<ScopeDay>> together = days.days(questions, OCTOBER, NOVEMBER);
    assertThat(together).containsOnlyKeys(questions);
    for (ScopeQuestion question : questions) {
      assertThat(together.getOrDefault(question, List.of()))
          .as(question.toString())
          .containsExactlyInAnyOrderElementsOf(
              days.days(List.of(question), OCTOBER, NOVEMBER).getOrDefault(question, List.of()));
    }
    assertThat(together.getOrDefault(questions.get(0), List.of())).isNotEmpty();
    assertThat(together.getOrDefault(questions.get(2), List.of())).isNotEmpty();
  }

  @Test
  void each_day_is_what_the_same_question_about_costs_says_of_it() {
    for (String filter : List.of("", "team:\"search\"", "node:\"n1\"")) {
      Map<LocalDate, Amount> byDay = new TreeMap<>();
      daysOf(question(filter)).forEach(d -> byDay.merge(d.day(), d.amount(), Amount::plus));
      Map<LocalDate, Amount> costs = new TreeMap<>();
      CostQuery query =
          new CostQuery(
              new TimeRange(
                  Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z")),
              List.of(),
              CostQuery.Granularity.DAY,
              CostQuery.Metric.BILLED,
              false,
              CostQuery.Parts.ALL,
              Filter.parse(filter),
              Optional.of("USD"),
              10);
      reader
          .costs(query, reader.snapshot(Optional.empty()), AccessScope.EVERYTHING)
          .rows()
          .forEach(
              row ->
                  costs.put(
                      LocalDate.parse(row.period().substring(0, 10)),
                      Amount.parse(row.basis().getOrDefault("from_bill", "0"))));
      costs.values().removeIf(Amount::isZero);
      assertThat(byDay).as(filter).isEqualTo(costs);
    }
  }

  @Test
  void the_hours_of_the_days_of_a_month_are_those_of_the_month() {
    TimeRange month =
        new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));
    ScopeQuestion hours = new ScopeQuestion(question(""), BudgetUnit.GPU_HOURS, "");
    assertThat(
            days.days(List.of(hours), OCTOBER, NOVEMBER).getOrDefault(hours, List.of()).stream()
                .map(ScopeDay::amount)
                .reduce(Amount.ZERO, Amount::plus))
        .isEqualTo(whole.spent(question(""), month).hours())
        .isNotEqualTo(Amount.ZERO);
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
          daysOf(question).stream().map(ScopeDay::amount).reduce(Amount.ZERO, Amount::plus);
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
        .containsAll(daysOf(question("")).stream().map(ScopeDay::source).toList());
  }
}
