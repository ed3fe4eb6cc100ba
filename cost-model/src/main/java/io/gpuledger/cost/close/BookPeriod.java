package io.gpuledger.cost.close;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;

/**
 * A period of own books.
 *
 * @param fiscalYear named by the calendar year of the month that it ends in or near
 * @param number 1 to 12 within the year
 * @param firstDay first day inside
 * @param endDay first day after
 * @param zone whose days they are
 */
public record BookPeriod(
    int fiscalYear, int number, LocalDate firstDay, LocalDate endDay, ZoneId zone) {
  public BookPeriod {
    Faults.of("book period " + fiscalYear + "-" + number)
        .check(
            number >= 1 && number <= FiscalCalendar.PERIODS,
            ProblemCode.NOT_ALLOWED_VALUE,
            "number",
            number + " is not between 1 and " + FiscalCalendar.PERIODS)
        .check(
            firstDay.isBefore(endDay),
            ProblemCode.PERIOD_NOT_POSITIVE,
            "endDay",
            endDay + " is not after " + firstDay)
        .orRefuse();
  }

  /** Such as {@code FY2026-P03}; unique within a calendar. */
  public String name() {
    return String.format(Locale.ROOT, "FY%04d-P%02d", fiscalYear, number);
  }

  /** The instants of its days. */
  public TimeRange range() {
    return new TimeRange(
        firstDay.atStartOfDay(zone).toInstant(), endDay.atStartOfDay(zone).toInstant());
  }

  public LocalDate lastDay() {
    return endDay.minusDays(1);
  }

  public boolean contains(LocalDate day) {
    return !day.isBefore(firstDay) && day.isBefore(endDay);
  }

  @Override
  public String toString() {
    return name();
  }
}
