package io.gpuledger.cost.close;

import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.problem.RefusedException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/** How own books divide time: years of twelve periods that follow each other without a gap. */
public sealed interface FiscalCalendar {
  /** Periods of a fiscal year. */
  int PERIODS = 12;

  /** Whose days count. */
  ZoneId zone();

  /** The first day of a fiscal year, named by the calendar year of its last month. */
  LocalDate startOfYear(int fiscalYear);

  /**
   * The first day of a period.
   *
   * @param number 1 to 12
   */
  LocalDate startOfPeriod(int fiscalYear, int number);

  /**
   * A period.
   *
   * @throws RefusedException if there is no such number
   */
  default BookPeriod period(int fiscalYear, int number) {
    if (number < 1 || number > PERIODS) {
      throw RefusedException.of(
          ProblemCode.NOT_ALLOWED_VALUE,
          "fiscal calendar",
          "period",
          number + " is not between 1 and " + PERIODS);
    }
    LocalDate end =
        number == PERIODS ? startOfYear(fiscalYear + 1) : startOfPeriod(fiscalYear, number + 1);
    return new BookPeriod(fiscalYear, number, startOfPeriod(fiscalYear, number), end, zone());
  }

  /** The period that an instant lies in. */
  default BookPeriod periodAt(Instant at) {
    LocalDate day = at.atZone(zone()).toLocalDate();
    int year = day.getYear();
    while (!day.isBefore(startOfYear(year + 1))) {
      year++;
    }
    while (day.isBefore(startOfYear(year))) {
      year--;
    }
    int number = PERIODS;
    while (day.isBefore(startOfPeriod(year, number))) {
      number--;
    }
    return period(year, number);
  }

  /** The period after a period. */
  default BookPeriod next(BookPeriod period) {
    return period.number() == PERIODS
        ? period(period.fiscalYear() + 1, 1)
        : period(period.fiscalYear(), period.number() + 1);
  }

  /**
   * Calendar months.
   *
   * @param firstMonth the month that a fiscal year begins with
   * @param zone whose days count
   */
  record Months(Month firstMonth, ZoneId zone) implements FiscalCalendar {
    @Override
    public LocalDate startOfYear(int fiscalYear) {
      int year = firstMonth == Month.JANUARY ? fiscalYear : fiscalYear - 1;
      return LocalDate.of(year, firstMonth, 1);
    }

    @Override
    public LocalDate startOfPeriod(int fiscalYear, int number) {
      return startOfYear(fiscalYear).plusMonths(number - 1L);
    }
  }

  /**
   * Whole weeks, in quarters of three periods. The 53rd week that some years have belongs to the
   * last period.
   *
   * @param pattern weeks of the three periods of a quarter
   * @param lastMonth the month that a fiscal year ends in or near
   * @param lastDay the day of the week that it ends with
   * @param yearEnd which such day
   * @param zone whose days count
   */
  record Weeks(Pattern pattern, Month lastMonth, DayOfWeek lastDay, YearEnd yearEnd, ZoneId zone)
      implements FiscalCalendar {
    private static final int WEEKS_PER_QUARTER = 13;
    private static final int PERIODS_PER_QUARTER = 3;

    @Override
    public LocalDate startOfYear(int fiscalYear) {
      return lastDayOf(fiscalYear - 1).plusDays(1);
    }

    private LocalDate lastDayOf(int fiscalYear) {
      LocalDate monthEnd = YearMonth.of(fiscalYear, lastMonth).atEndOfMonth();
      LocalDate before = monthEnd.with(TemporalAdjusters.previousOrSame(lastDay));
      LocalDate after = monthEnd.with(TemporalAdjusters.nextOrSame(lastDay));
      boolean nearer =
          ChronoUnit.DAYS.between(monthEnd, after) < ChronoUnit.DAYS.between(before, monthEnd);
      return yearEnd == YearEnd.NEAREST_TO_MONTH_END && nearer ? after : before;
    }

    @Override
    public LocalDate startOfPeriod(int fiscalYear, int number) {
      int quarter = (number - 1) / PERIODS_PER_QUARTER;
      int weeks = quarter * WEEKS_PER_QUARTER + pattern.weeksBefore(number - 1 - quarter * 3);
      return startOfYear(fiscalYear).plusWeeks(weeks);
    }

    /** Weeks of a fiscal year: 52 or 53. */
    public long weeksOf(int fiscalYear) {
      return ChronoUnit.WEEKS.between(startOfYear(fiscalYear), startOfYear(fiscalYear + 1));
    }
  }

  /** Weeks of the three periods of a quarter. */
  enum Pattern {
    FOUR_FOUR_FIVE("4-4-5", 4, 8),
    FOUR_FIVE_FOUR("4-5-4", 4, 9),
    FIVE_FOUR_FOUR("5-4-4", 5, 9);

    private final String text;
    private final int beforeSecond;
    private final int beforeThird;

    Pattern(String text, int beforeSecond, int beforeThird) {
      this.text = text;
      this.beforeSecond = beforeSecond;
      this.beforeThird = beforeThird;
    }

    /** As it is written in configuration. */
    public String text() {
      return text;
    }

    /** Weeks of the quarter before its period with this index, from 0 to 2. */
    int weeksBefore(int index) {
      return index == 0 ? 0 : index == 1 ? beforeSecond : beforeThird;
    }
  }

  /** Which day of the week is the last of a fiscal year. */
  enum YearEnd {
    LAST_OF_MONTH,
    NEAREST_TO_MONTH_END
  }
}
