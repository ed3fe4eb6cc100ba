package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.close.FiscalCalendar;
import io.gpuledger.cost.close.GlAccount;
import io.gpuledger.cost.problem.Problem;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.Month;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class CloseSectionTest {
  private static CloseConfig read(String text) {
    return ConfigReader.read("f.yaml", text).values().get(0).close();
  }

  private static List<String> faults(String text) {
    return ConfigReader.read("f.yaml", text).problems().stream().map(Problem::toString).toList();
  }

  @Test
  void without_the_section_periods_are_calendar_months_of_utc() {
    CloseConfig close = read("");

    assertThat(close).isEqualTo(CloseConfig.DEFAULT);
    assertThat(close.calendar().periodAt(Instant.parse("2026-10-31T23:59:59Z")).name())
        .isEqualTo("FY2026-P10");
  }

  @Test
  void months_begin_where_the_file_says_in_its_zone() {
    CloseConfig close = read("close: {calendar: {startMonth: february, zone: America/New_York}}");

    assertThat(close.calendar())
        .isEqualTo(new FiscalCalendar.Months(Month.FEBRUARY, ZoneId.of("America/New_York")));
    assertThat(close.calendar().periodAt(Instant.parse("2026-11-01T03:00:00Z")).name())
        .isEqualTo("FY2027-P09");
  }

  @Test
  void weeks_end_with_the_month_before_the_first() {
    assertThat(read("close: {calendar: {pattern: 4-4-5, startMonth: february}}").calendar())
        .isEqualTo(
            new FiscalCalendar.Weeks(
                FiscalCalendar.Pattern.FOUR_FOUR_FIVE,
                Month.JANUARY,
                DayOfWeek.SATURDAY,
                FiscalCalendar.YearEnd.LAST_OF_MONTH,
                ZoneId.of("UTC")));
    assertThat(
            read("close: {calendar: {pattern: 5-4-4, lastDay: friday,"
                    + " yearEnd: nearest-to-month-end}}")
                .calendar())
        .isEqualTo(
            new FiscalCalendar.Weeks(
                FiscalCalendar.Pattern.FIVE_FOUR_FOUR,
                Month.DECEMBER,
                DayOfWeek.FRIDAY,
                FiscalCalendar.YearEnd.NEAREST_TO_MONTH_END,
                ZoneId.of("UTC")));
  }

  @Test
  void expense_carries_the_cost_centre_and_the_balance_sheet_none() {
    CloseConfig.Accounts accounts =
        read("close: {accounts: {entity: DE01, expense: '6815', payable: '3300'}}").accounts();

    assertThat(accounts.expenseOf("CC-7")).isEqualTo(new GlAccount("6815", "CC-7", "DE01"));
    assertThat(accounts.expenseOf("-")).isEqualTo(new GlAccount("6815", "", "DE01"));
    assertThat(accounts.owed()).isEqualTo(new GlAccount("3300", "", "DE01"));
    assertThat(accounts.accrued()).isEqualTo(new GlAccount("accrued-liability", "", "DE01"));
  }

  @Test
  void every_fault_is_told_at_its_place() {
    assertThat(
            faults(
                """
                close:
                  calendar:
                    startMonth: Brumaire
                    pattern: 4-4-4
                    lastDay: saturday
                    zone: Mars/Olympus
                  accounts:
                    expense: ''
                    revenue: '8000'
                """))
        .satisfiesExactly(
            fault -> assertThat(fault).startsWith("f.yaml:3:17 close.calendar.startMonth"),
            fault -> assertThat(fault).startsWith("f.yaml:4:14 close.calendar.pattern"),
            fault -> assertThat(fault).startsWith("f.yaml:6:11 close.calendar.zone"),
            fault -> assertThat(fault).startsWith("f.yaml:8:14 close.accounts.expense"),
            fault -> assertThat(fault).contains("unknown key \"revenue\""));
    assertThat(faults("close: {calendar: {lastDay: friday}}"))
        .singleElement()
        .asString()
        .contains("stands only with a pattern of weeks");
  }
}
