package io.gpuledger.cost.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.cost.time.TimeRange;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FiscalCalendarTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  @Test
  void a_year_of_months_is_named_by_the_year_that_it_ends_in() {
    FiscalCalendar february = new FiscalCalendar.Months(Month.FEBRUARY, ZoneOffset.UTC);
    FiscalCalendar january = new FiscalCalendar.Months(Month.JANUARY, ZoneOffset.UTC);

    BookPeriod october = february.periodAt(Instant.parse("2026-10-31T23:59:59Z"));
    assertThat(october.name()).isEqualTo("FY2027-P09");
    assertThat(october.firstDay()).isEqualTo("2026-10-01");
    assertThat(october.lastDay()).isEqualTo("2026-10-31");
    assertThat(february.periodAt(Instant.parse("2026-01-31T00:00:00Z")).name())
        .isEqualTo("FY2026-P12");
    assertThat(january.periodAt(Instant.parse("2026-10-31T23:59:59Z")).name())
        .isEqualTo("FY2026-P10");
  }

  @Test
  void the_zone_decides_the_day_that_an_instant_lies_in() {
    FiscalCalendar calendar = new FiscalCalendar.Months(Month.JANUARY, NEW_YORK);

    BookPeriod october = calendar.periodAt(Instant.parse("2026-11-01T03:59:59Z"));
    assertThat(october.name()).isEqualTo("FY2026-P10");
    assertThat(october.range().end()).isEqualTo("2026-11-01T04:00:00Z");
    assertThat(calendar.periodAt(Instant.parse("2026-11-01T04:00:00Z")).name())
        .isEqualTo("FY2026-P11");
  }

  @ParameterizedTest
  @CsvSource({"FOUR_FOUR_FIVE,4,4,5", "FOUR_FIVE_FOUR,4,5,4", "FIVE_FOUR_FOUR,5,4,4"})
  void weeks_of_a_quarter_follow_the_pattern(
      FiscalCalendar.Pattern pattern, int first, int second, int third) {
    FiscalCalendar calendar = weeks(pattern, FiscalCalendar.YearEnd.LAST_OF_MONTH);

    assertThat(List.of(1, 2, 3))
        .extracting(number -> days(calendar.period(2026, number)) / 7)
        .containsExactly((long) first, (long) second, (long) third);
    assertThat(List.of(4, 7, 10))
        .extracting(number -> days(calendar.period(2026, number)) / 7)
        .containsOnly((long) first);
  }

  @ParameterizedTest
  @CsvSource({
    // Last Saturday of January; the year 2026 begins after that of January 2025.
    "LAST_OF_MONTH,2026,2025-01-26,53",
    "LAST_OF_MONTH,2027,2026-02-01,52",
    // The Saturday nearest to the end of January, as US retailers count.
    "NEAREST_TO_MONTH_END,2023,2022-01-30,52",
    "NEAREST_TO_MONTH_END,2024,2023-01-29,53",
    "NEAREST_TO_MONTH_END,2025,2024-02-04,52"
  })
  void a_year_of_weeks_begins_after_the_last_day_of_the_one_before(
      FiscalCalendar.YearEnd yearEnd, int year, LocalDate start, long weekCount) {
    FiscalCalendar.Weeks calendar = weeks(FiscalCalendar.Pattern.FOUR_FIVE_FOUR, yearEnd);

    assertThat(calendar.startOfYear(year)).isEqualTo(start);
    assertThat(calendar.weeksOf(year)).isEqualTo(weekCount);
  }

  @ParameterizedTest
  @EnumSource(FiscalCalendar.YearEnd.class)
  void periods_of_sixty_years_touch_and_hold_each_of_their_days(FiscalCalendar.YearEnd yearEnd) {
    for (FiscalCalendar.Pattern pattern : FiscalCalendar.Pattern.values()) {
      FiscalCalendar.Weeks calendar = weeks(pattern, yearEnd);
      BookPeriod period = calendar.period(1990, 1);
      while (period.fiscalYear() < 2050) {
        assertThat(calendar.weeksOf(period.fiscalYear())).isBetween(52L, 53L);
        assertThat(calendar.periodAt(period.range().start())).isEqualTo(period);
        assertThat(calendar.periodAt(period.range().end().minusNanos(1))).isEqualTo(period);
        boolean last = period.number() == 12;
        assertThat(days(period) / 7).isBetween(4L, last ? 6L : 5L);
        BookPeriod next = calendar.next(period);
        assertThat(next.firstDay()).isEqualTo(period.endDay());
        period = next;
      }
    }
  }

  @Test
  void there_is_no_thirteenth_period() {
    assertThatThrownBy(
            () -> new FiscalCalendar.Months(Month.JANUARY, ZoneOffset.UTC).period(2026, 13))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("13 is not between 1 and 12");
    assertThatThrownBy(
            () ->
                new BookPeriod(
                    2026, 0, LocalDate.of(2026, 2, 1), LocalDate.of(2026, 2, 1), NEW_YORK))
        .hasMessageContaining("0 is not between 1 and 12")
        .hasMessageContaining("2026-02-01 is not after 2026-02-01");
  }

  @Test
  void a_providers_period_an_invoice_and_an_own_period_are_three_things() {
    // Google's month is Pacific; its invoice comes days later; own October ends in New York.
    ProviderBillingPeriod pacific =
        new ProviderBillingPeriod(
            "Google",
            new TimeRange(
                Instant.parse("2026-10-01T07:00:00Z"), Instant.parse("2026-11-01T07:00:00Z")),
            true);
    IssuedInvoice invoice =
        new IssuedInvoice("Google", "G-1", Instant.parse("2026-11-04T00:00:00Z"), List.of(pacific));
    FiscalCalendar calendar = new FiscalCalendar.Months(Month.JANUARY, NEW_YORK);

    assertThat(calendar.periodAt(pacific.range().end().minusNanos(1)).name())
        .isEqualTo("FY2026-P11");
    assertThat(calendar.periodAt(invoice.issuedAt()).name()).isEqualTo("FY2026-P11");
    assertThatThrownBy(() -> new IssuedInvoice("AWS", "A-1", invoice.issuedAt(), List.of(pacific)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("one is of Google, the invoice of AWS");
  }

  private static FiscalCalendar.Weeks weeks(
      FiscalCalendar.Pattern pattern, FiscalCalendar.YearEnd yearEnd) {
    return new FiscalCalendar.Weeks(pattern, Month.JANUARY, DayOfWeek.SATURDAY, yearEnd, NEW_YORK);
  }

  private static long days(BookPeriod period) {
    return period.endDay().toEpochDay() - period.firstDay().toEpochDay();
  }
}
