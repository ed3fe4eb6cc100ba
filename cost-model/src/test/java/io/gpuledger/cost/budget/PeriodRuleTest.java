package io.gpuledger.cost.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.close.FiscalCalendar;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodRuleTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final FiscalCalendar BOOKS = new FiscalCalendar.Months(Month.JANUARY, BERLIN);
  private static final LocalDate FROM = LocalDate.of(2026, 11, 2);

  private static PeriodRule rule(String kind) {
    return switch (kind) {
      case "rolling" -> PeriodRule.rolling(30, PeriodRule.UTC);
      case "project" -> PeriodRule.project(FROM, FROM.plusDays(90), PeriodRule.UTC);
      default -> PeriodRule.of(PeriodKind.of(kind).orElseThrow(), PeriodRule.UTC);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "daily,2026-11-30,2026-11-30,2026-12-01,2026-11-29",
    "weekly,2026-W49,2026-11-30,2026-12-07,2026-W48",
    "monthly,2026-11,2026-11-01,2026-12-01,2026-10",
    "quarterly,2026-Q4,2026-10-01,2027-01-01,2026-Q3",
    "yearly,2026,2026-01-01,2027-01-01,2025",
    "rolling,2026-11-30/30d,2026-11-01,2026-12-01,2026-10-31/30d",
    "project,project,2026-11-02,2027-01-31,",
  })
  void each_kind_has_its_period_its_key_and_the_period_before(
      String kind, String key, LocalDate first, LocalDate end, String before) {
    PeriodRule rule = rule(kind);

    BudgetSpan span = rule.at(Instant.parse("2026-11-30T23:59:59Z"), BOOKS).orElseThrow();

    assertThat(span).isEqualTo(new BudgetSpan(key, first, end, PeriodRule.UTC));
    assertThat(rule.ofKey(key, BOOKS)).contains(span);
    assertThat(rule.before(span, BOOKS).map(BudgetSpan::key).orElse(null)).isEqualTo(before);
    assertThat(rule.faults()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2027-01-03T12:00:00Z,2026-W53",
    "2027-01-04T00:00:00Z,2027-W01",
    "2024-12-30T00:00:00Z,2025-W01",
  })
  void weeks_are_those_of_iso_with_their_own_years(Instant at, String key) {
    PeriodRule rule = rule("weekly");

    assertThat(rule.at(at, BOOKS).orElseThrow().key()).isEqualTo(key);
    assertThat(rule.ofKey(key, BOOKS)).isEqualTo(rule.at(at, BOOKS));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-29T12:00:00Z,2026-03-29,23",
    "2026-10-25T12:00:00Z,2026-10-25,25",
    "2026-10-24T22:30:00Z,2026-10-25,25",
    "2026-10-24T21:30:00Z,2026-10-24,24",
  })
  void a_day_of_a_zone_has_23_or_25_hours_where_clocks_change(Instant at, String key, int hours) {
    BudgetSpan day = PeriodRule.of(PeriodKind.DAY, BERLIN).at(at, BOOKS).orElseThrow();

    assertThat(day.key()).isEqualTo(key);
    assertThat(day.range().length()).isEqualTo(Duration.ofHours(hours));
  }

  @Test
  void periods_that_follow_each_other_leave_no_gap_over_a_change_of_clocks() {
    PeriodRule rule = PeriodRule.of(PeriodKind.DAY, BERLIN);
    BudgetSpan day = rule.at(Instant.parse("2026-11-02T12:00:00Z"), BOOKS).orElseThrow();
    for (int i = 0; i < 300; i++) {
      BudgetSpan before = rule.before(day, BOOKS).orElseThrow();
      assertThat(before.range().end()).isEqualTo(day.range().start());
      day = before;
    }
  }

  @Test
  void fiscal_periods_are_those_of_own_books() {
    FiscalCalendar weeks =
        new FiscalCalendar.Weeks(
            FiscalCalendar.Pattern.FOUR_FOUR_FIVE,
            Month.JANUARY,
            DayOfWeek.SATURDAY,
            FiscalCalendar.YearEnd.LAST_OF_MONTH,
            BERLIN);
    Instant at = Instant.parse("2026-11-30T12:00:00Z");
    BudgetSpan month = PeriodRule.fiscal(PeriodKind.MONTH).at(at, weeks).orElseThrow();
    BudgetSpan quarter = PeriodRule.fiscal(PeriodKind.QUARTER).at(at, weeks).orElseThrow();
    BudgetSpan year = PeriodRule.fiscal(PeriodKind.YEAR).at(at, weeks).orElseThrow();

    assertThat(month.key()).isEqualTo("FY2027-P11");
    assertThat(quarter.key()).isEqualTo("FY2027-Q4");
    assertThat(year.key()).isEqualTo("FY2027");
    assertThat(month.range()).isEqualTo(weeks.periodAt(at).range());
    assertThat(quarter.endDay()).isEqualTo(weeks.startOfYear(2028));
    assertThat(year.firstDay()).isEqualTo(weeks.startOfYear(2027));
    assertThat(PeriodRule.fiscal(PeriodKind.MONTH).before(month, weeks).orElseThrow().key())
        .isEqualTo("FY2027-P10");
    assertThat(PeriodRule.fiscal(PeriodKind.MONTH).ofKey("FY2027-P11", weeks)).contains(month);
    assertThat(PeriodRule.fiscal(PeriodKind.QUARTER).ofKey("FY2027-Q4", weeks)).contains(quarter);
    assertThat(PeriodRule.fiscal(PeriodKind.YEAR).ofKey("FY2027", weeks)).contains(year);
  }

  @ParameterizedTest
  @CsvSource({
    "monthly,2026-13",
    "monthly,2026-1",
    "monthly,FY2026-P01",
    "weekly,2026-W54",
    "weekly,2025-W53",
    "quarterly,2026-Q5",
    "yearly,26",
    "yearly,FY2026",
    "daily,2026-02-30",
    "rolling,2026-11-30/29d",
    "project,2026",
  })
  void a_key_of_no_period_is_none(String kind, String key) {
    assertThat(rule(kind).ofKey(key, BOOKS)).isEmpty();
  }

  @Test
  void a_project_has_no_period_before_it_begins_and_keeps_its_one_after_it_ends() {
    PeriodRule rule = rule("project");

    assertThat(rule.at(Instant.parse("2026-11-01T23:59:59Z"), BOOKS)).isEmpty();
    assertThat(rule.at(Instant.parse("2029-01-01T00:00:00Z"), BOOKS).orElseThrow().key())
        .isEqualTo("project");
  }

  @Test
  void what_does_not_go_together_is_refused_by_field() {
    assertThat(PeriodRule.rolling(0, BERLIN).faults())
        .extracting(PlanFault::field)
        .containsExactly("days");
    assertThat(PeriodRule.rolling(401, BERLIN).faults()).hasSize(1);
    assertThat(PeriodRule.of(PeriodKind.PROJECT, BERLIN).faults())
        .extracting(PlanFault::field)
        .containsExactly("from", "to");
    assertThat(PeriodRule.project(FROM, FROM, BERLIN).faults())
        .extracting(PlanFault::field)
        .containsExactly("to");
    assertThat(PeriodRule.fiscal(PeriodKind.WEEK).faults())
        .extracting(PlanFault::field)
        .containsExactly("calendar");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "2026-10; October 2026",
        "2026-11-30; 30 November 2026",
        "2026-W48; week 48 of 2026",
        "2026-Q4; Q4 2026",
        "2026; 2026",
        "2026-11-30/30d; the 30 days to 30 November 2026",
        "project; the whole project",
        "FY2026-P03; FY2026-P03",
      })
  void every_key_has_words(String key, String words) {
    assertThat(PeriodWords.of(key)).isEqualTo(words);
  }
}
