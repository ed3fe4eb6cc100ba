package io.gpuledger.cost.budget;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.FiscalCalendar;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Into which periods a budget divides time. Days are those of a zone. Months, quarters and years
 * are those of the calendar, or of own books.
 *
 * @param days how many days a rolling period has; 0 for every other
 * @param from first day of a project
 * @param to first day after a project
 * @param zone whose days count; the fiscal calendar has a zone of its own
 * @param fiscal whether months, quarters and years are those of own books
 */
public record PeriodRule(
    PeriodKind kind,
    int days,
    Optional<LocalDate> from,
    Optional<LocalDate> to,
    ZoneId zone,
    boolean fiscal) {
  /** The longest rolling period. */
  public static final int DAYS_LIMIT = 400;

  /** The longest project. */
  public static final int PROJECT_DAYS_LIMIT = 3_660;

  /** The name of the one period of a project. */
  public static final String PROJECT_KEY = "project";

  public static final ZoneId UTC = ZoneId.of("UTC");

  /** Calendar months of UTC, as every budget had them at first. */
  public static final PeriodRule MONTHS = of(PeriodKind.MONTH, UTC);

  private static final Pattern ROLLING = Pattern.compile("(\\d{4}-\\d\\d-\\d\\d)/(\\d{1,3})d");
  private static final Pattern WEEK = Pattern.compile("(\\d{4})-W(\\d\\d)");
  private static final Pattern QUARTER = Pattern.compile("(FY)?(\\d{4})-Q([1-4])");
  private static final Pattern YEAR = Pattern.compile("(FY)?(\\d{4})");
  private static final Pattern FISCAL_MONTH = Pattern.compile("FY(\\d{4})-P(\\d\\d)");
  private static final int MONTHS_PER_QUARTER = 3;

  /** A rule of calendar periods. */
  public static PeriodRule of(PeriodKind kind, ZoneId zone) {
    return new PeriodRule(kind, 0, Optional.empty(), Optional.empty(), zone, false);
  }

  /** The last so many days. */
  public static PeriodRule rolling(int days, ZoneId zone) {
    return new PeriodRule(
        PeriodKind.ROLLING, days, Optional.empty(), Optional.empty(), zone, false);
  }

  /** A project. */
  public static PeriodRule project(LocalDate from, LocalDate to, ZoneId zone) {
    return new PeriodRule(PeriodKind.PROJECT, 0, Optional.of(from), Optional.of(to), zone, false);
  }

  /** Months, quarters or years of own books. */
  public static PeriodRule fiscal(PeriodKind kind) {
    return new PeriodRule(kind, 0, Optional.empty(), Optional.empty(), UTC, true);
  }

  /** Whether they are calendar months of UTC. */
  public boolean isMonthsOfUtc() {
    return kind == PeriodKind.MONTH && !fiscal && zone.equals(UTC);
  }

  /** Whether a limit of its own may be given for each period by its key. */
  public boolean mayVary() {
    return switch (kind) {
      case WEEK, MONTH, QUARTER, YEAR -> true;
      case DAY, ROLLING, PROJECT -> false;
    };
  }

  /** What is wrong with the rule, by field; empty if nothing is. */
  public List<PlanFault> faults() {
    List<PlanFault> faults = new ArrayList<>();
    if (kind == PeriodKind.ROLLING && (days < 1 || days > DAYS_LIMIT)) {
      faults.add(new PlanFault("days", "a rolling period needs 1 to " + DAYS_LIMIT + " days"));
    } else if (kind != PeriodKind.ROLLING && days != 0) {
      faults.add(new PlanFault("days", "stands only with period rolling"));
    }
    if (kind == PeriodKind.PROJECT) {
      projectFaults(faults);
    } else {
      from.ifPresent(day -> faults.add(new PlanFault("from", "stands only with period project")));
      to.ifPresent(day -> faults.add(new PlanFault("to", "stands only with period project")));
    }
    boolean books =
        kind == PeriodKind.MONTH || kind == PeriodKind.QUARTER || kind == PeriodKind.YEAR;
    if (fiscal && !books) {
      faults.add(
          new PlanFault("calendar", "fiscal stands only with monthly, quarterly and yearly"));
    }
    if (fiscal && !zone.equals(UTC)) {
      faults.add(new PlanFault("zone", "is that of the fiscal calendar; leave it out"));
    }
    return faults;
  }

  private void projectFaults(List<PlanFault> faults) {
    if (from.isEmpty()) {
      faults.add(new PlanFault("from", "is missing: the first day of the project"));
    }
    if (to.isEmpty()) {
      faults.add(new PlanFault("to", "is missing: the first day after the project"));
    }
    if (from.isPresent() && to.isPresent()) {
      if (!from.get().isBefore(to.get())) {
        faults.add(new PlanFault("to", "must be later than from; it is the first day after"));
      } else if (from.get().plusDays(PROJECT_DAYS_LIMIT).isBefore(to.get())) {
        faults.add(new PlanFault("to", "is more than " + PROJECT_DAYS_LIMIT + " days after from"));
      }
    }
  }

  /** The period that an instant lies in; of a project, which ends, also after its end. */
  public Optional<BudgetSpan> at(Instant at, FiscalCalendar books) {
    LocalDate day = at.atZone(zone).toLocalDate();
    if (fiscal) {
      BookPeriod period = books.periodAt(at);
      return Optional.of(fiscalSpan(period.fiscalYear(), period.number(), books));
    }
    return switch (kind) {
      case DAY -> Optional.of(day(day));
      case WEEK -> Optional.of(week(day));
      case MONTH -> Optional.of(month(YearMonth.from(day)));
      case QUARTER -> Optional.of(quarter(day.getYear(), quarterOf(day)));
      case YEAR -> Optional.of(year(day.getYear()));
      case ROLLING -> Optional.of(rollingTo(day));
      case PROJECT -> day.isBefore(from.orElseThrow()) ? Optional.empty() : Optional.of(project());
    };
  }

  /** The period before a period; empty where there is none. */
  public Optional<BudgetSpan> before(BudgetSpan span, FiscalCalendar books) {
    if (kind == PeriodKind.PROJECT) {
      return Optional.empty();
    }
    LocalDate last = span.firstDay().minusDays(1);
    return at(last.atStartOfDay(span.zone()).toInstant(), books);
  }

  /** The period of a key; empty where the key names none of this rule. */
  public Optional<BudgetSpan> ofKey(String key, FiscalCalendar books) {
    try {
      return read(key, books).filter(span -> span.key().equals(key));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private Optional<BudgetSpan> read(String key, FiscalCalendar books) {
    return switch (kind) {
      case DAY -> Optional.of(day(LocalDate.parse(key)));
      case WEEK -> {
        Matcher week = WEEK.matcher(key);
        yield week.matches()
            ? Optional.of(week(firstOfWeek(number(week, 1), number(week, 2))))
            : Optional.empty();
      }
      case MONTH -> fiscal ? fiscalMonth(key, books) : Optional.of(month(YearMonth.parse(key)));
      case QUARTER -> {
        Matcher quarter = QUARTER.matcher(key);
        yield !quarter.matches()
            ? Optional.empty()
            : Optional.of(
                fiscal
                    ? fiscalSpan(number(quarter, 2), number(quarter, 3) * MONTHS_PER_QUARTER, books)
                    : quarter(number(quarter, 2), number(quarter, 3)));
      }
      case YEAR -> {
        Matcher year = YEAR.matcher(key);
        yield !year.matches()
            ? Optional.empty()
            : Optional.of(fiscal ? fiscalSpan(number(year, 2), 1, books) : year(number(year, 2)));
      }
      case ROLLING -> {
        Matcher rolling = ROLLING.matcher(key);
        yield rolling.matches()
            ? Optional.of(rollingTo(LocalDate.parse(rolling.group(1))))
            : Optional.empty();
      }
      case PROJECT -> Optional.of(project());
    };
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private Optional<BudgetSpan> fiscalMonth(String key, FiscalCalendar books) {
    Matcher month = FISCAL_MONTH.matcher(key);
    if (!month.matches() || number(month, 2) < 1 || number(month, 2) > FiscalCalendar.PERIODS) {
      return Optional.empty();
    }
    return Optional.of(fiscalSpan(number(month, 1), number(month, 2), books));
  }

  private BudgetSpan day(LocalDate day) {
    return new BudgetSpan(day.toString(), day, day.plusDays(1), zone);
  }

  private static LocalDate firstOfWeek(int year, int week) {
    return LocalDate.of(year, 1, 4)
        .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
        .plusWeeks(week - 1L);
  }

  private BudgetSpan week(LocalDate inside) {
    LocalDate monday = inside.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    String key =
        String.format(
            Locale.ROOT,
            "%04d-W%02d",
            monday.get(IsoFields.WEEK_BASED_YEAR),
            monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    return new BudgetSpan(key, monday, monday.plusWeeks(1), zone);
  }

  private BudgetSpan month(YearMonth month) {
    return new BudgetSpan(month.toString(), month.atDay(1), month.plusMonths(1).atDay(1), zone);
  }

  private static int quarterOf(LocalDate day) {
    return (day.getMonthValue() - 1) / MONTHS_PER_QUARTER + 1;
  }

  private BudgetSpan quarter(int year, int quarter) {
    LocalDate first = LocalDate.of(year, (quarter - 1) * MONTHS_PER_QUARTER + 1, 1);
    return new BudgetSpan(
        String.format(Locale.ROOT, "%04d-Q%d", year, quarter),
        first,
        first.plusMonths(MONTHS_PER_QUARTER),
        zone);
  }

  private BudgetSpan year(int year) {
    return new BudgetSpan(
        String.format(Locale.ROOT, "%04d", year),
        LocalDate.of(year, 1, 1),
        LocalDate.of(year + 1, 1, 1),
        zone);
  }

  private BudgetSpan rollingTo(LocalDate lastDay) {
    return new BudgetSpan(
        lastDay + "/" + days + "d", lastDay.minusDays(days - 1L), lastDay.plusDays(1), zone);
  }

  private BudgetSpan project() {
    return new BudgetSpan(PROJECT_KEY, from.orElseThrow(), to.orElseThrow(), zone);
  }

  private BudgetSpan fiscalSpan(int year, int number, FiscalCalendar books) {
    return switch (kind) {
      case MONTH -> {
        BookPeriod period = books.period(year, number);
        yield new BudgetSpan(period.name(), period.firstDay(), period.endDay(), books.zone());
      }
      case QUARTER -> {
        int quarter = (number - 1) / MONTHS_PER_QUARTER + 1;
        int last = quarter * MONTHS_PER_QUARTER;
        yield new BudgetSpan(
            String.format(Locale.ROOT, "FY%04d-Q%d", year, quarter),
            books.startOfPeriod(year, last - MONTHS_PER_QUARTER + 1),
            books.period(year, last).endDay(),
            books.zone());
      }
      case YEAR ->
          new BudgetSpan(
              String.format(Locale.ROOT, "FY%04d", year),
              books.startOfYear(year),
              books.startOfYear(year + 1),
              books.zone());
      case DAY, WEEK, ROLLING, PROJECT ->
          throw new IllegalStateException("own books have no periods of kind " + kind);
    };
  }
}
