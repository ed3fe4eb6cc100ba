package io.gpuledger.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.budget.Budget;
import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.PeriodKind;
import io.gpuledger.cost.budget.PeriodRule;
import io.gpuledger.cost.budget.WatchedBudget;
import io.gpuledger.cost.close.FiscalCalendar;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BudgetWireTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final FiscalCalendar JANUARY =
      new FiscalCalendar.Months(Month.JANUARY, PeriodRule.UTC);

  static List<WatchedBudget> budgets() {
    FiscalCalendar weeks =
        new FiscalCalendar.Weeks(
            FiscalCalendar.Pattern.FOUR_FIVE_FOUR,
            Month.AUGUST,
            DayOfWeek.SATURDAY,
            FiscalCalendar.YearEnd.NEAREST_TO_MONTH_END,
            BERLIN);
    FiscalCalendar months = new FiscalCalendar.Months(Month.APRIL, BERLIN);
    LocalDate day = LocalDate.parse("2026-11-02");
    SortedMap<LocalDate, Amount> billed = new TreeMap<>();
    billed.put(day.plusDays(1), Amount.parse("-0.000000000000000001"));
    billed.put(day.plusDays(2), Amount.ZERO);
    Map<String, io.gpuledger.cost.budget.PeriodTerms> terms =
        Map.of(
            "FY2026-P01",
            new io.gpuledger.cost.budget.PeriodTerms(
                Optional.of(Amount.parse("7.5")), Optional.of(day), Amount.parse("-3"), billed),
            "FY2026-P02",
            new io.gpuledger.cost.budget.PeriodTerms(
                Optional.empty(), Optional.empty(), Amount.ZERO, Collections.emptySortedMap()));
    return List.of(
        watched("USD", PeriodRule.MONTHS, JANUARY, Map.of()),
        watched("USD", PeriodRule.fiscal(PeriodKind.MONTH), weeks, terms),
        watched(BudgetUnit.HOURS, PeriodRule.fiscal(PeriodKind.YEAR), months, Map.of()),
        watched("USD", PeriodRule.rolling(30, BERLIN), JANUARY, Map.of()),
        watched("USD", PeriodRule.project(day, day.plusDays(3), BERLIN), JANUARY, Map.of()));
  }

  private static WatchedBudget watched(
      String denomination,
      PeriodRule rule,
      FiscalCalendar books,
      Map<String, io.gpuledger.cost.budget.PeriodTerms> terms) {
    Money limit = new Money(denomination, Amount.parse("100.5"));
    return new WatchedBudget(
        new Budget("b", 3, limit, List.of(50, 100)),
        Filter.parse("team:\"a\""),
        rule,
        books,
        terms,
        false);
  }

  @ParameterizedTest
  @MethodSource("budgets")
  void a_budget_comes_back_as_it_was_told(WatchedBudget watched) throws Exception {
    byte[] told = BudgetWire.fromWatched(watched).toByteArray();

    WatchedBudget back = BudgetWire.toWatched(BudgetWatch.parseFrom(told));

    assertThat(back.budget()).isEqualTo(watched.budget());
    assertThat(back.filter().text()).isEqualTo(watched.filter().text());
    assertThat(back.rule()).isEqualTo(watched.rule());
    assertThat(back.books()).isEqualTo(watched.books());
    assertThat(back.terms()).isEqualTo(watched.terms());
    assertThat(back.expectsTerms()).isEqualTo(!watched.terms().isEmpty());
  }

  @Test
  void months_of_utc_are_told_as_they_always_were() {
    BudgetWatch told = BudgetWire.fromWatched(budgets().get(0));

    assertThat(told.hasPeriods()).isFalse();
    assertThat(told.getTermsList()).isEmpty();
  }

  @Test
  void books_that_nobody_keeps_are_refused() {
    BudgetWatch told = BudgetWire.fromWatched(budgets().get(1));
    BudgetWatch.Builder wrong = told.toBuilder();
    wrong.getPeriodsBuilder().getBooksBuilder().setPattern("3-3-7");

    assertThatThrownBy(() -> BudgetWire.toWatched(wrong.build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3-3-7");
  }
}
