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
 * @param edition 1; where a changed calendar gives other days a name that is taken, 2 and so on
 */
public record BookPeriod(
    int fiscalYear, int number, LocalDate firstDay, LocalDate endDay, ZoneId zone, int edition) {
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
        .check(
            edition >= 1, ProblemCode.NOT_ALLOWED_VALUE, "edition", edition + " is not 1 or more")
        .orRefuse();
  }

  /** The only period of its name. */
  public BookPeriod(int fiscalYear, int number, LocalDate firstDay, LocalDate endDay, ZoneId zone) {
    this(fiscalYear, number, firstDay, endDay, zone, 1);
  }

  /** Such as {@code FY2026-P03}; a second one of that name is {@code FY2026-P03-2}. */
  public String name() {
    String name = String.format(Locale.ROOT, "FY%04d-P%02d", fiscalYear, number);
    return edition == 1 ? name : name + "-" + edition;
  }

  /** The part of it that lies in some days. */
  public BookPeriod within(LocalDate from, LocalDate end) {
    return new BookPeriod(
        fiscalYear,
        number,
        firstDay.isBefore(from) ? from : firstDay,
        endDay.isAfter(end) ? end : endDay,
        zone,
        edition);
  }

  /** The same days under another edition of the name. */
  public BookPeriod ofEdition(int other) {
    return new BookPeriod(fiscalYear, number, firstDay, endDay, zone, other);
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
