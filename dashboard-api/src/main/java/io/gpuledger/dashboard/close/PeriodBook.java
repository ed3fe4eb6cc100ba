package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CloseState;
import io.gpuledger.cost.close.FiscalCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The periods of own books: from the first day that a bill is of to the present one. A period that
 * has steps keeps the days that it had then, whatever the fiscal calendar says later; the calendar
 * divides the days between such periods and after them. So each day lies in one period, and no two
 * periods have one name.
 */
final class PeriodBook {
  private final FiscalCalendar calendar;
  private final SortedMap<String, StoredClose> closes;

  /** Those of the book, and one that is still to come. */
  private final NavigableMap<LocalDate, BookPeriod> periods = new TreeMap<>();

  private final LocalDate present;
  private final Instant now;

  /**
   * The book of a moment.
   *
   * @param closes periods with steps, by name
   * @param firstDay the first day that a bill is of
   */
  PeriodBook(
      FiscalCalendar calendar,
      SortedMap<String, StoredClose> closes,
      Optional<LocalDate> firstDay,
      Instant now) {
    this.calendar = calendar;
    this.closes = closes;
    this.now = now;
    this.present = now.atZone(calendar.zone()).toLocalDate();
    NavigableMap<LocalDate, BookPeriod> stored = new TreeMap<>();
    closes.values().forEach(close -> stored.put(close.period().firstDay(), close.period()));
    LocalDate from =
        calendar(firstDay.filter(day -> day.isBefore(present)).orElse(present)).firstDay();
    LocalDate last = present;
    for (BookPeriod period : stored.values()) {
      from = period.firstDay().isBefore(from) ? period.firstDay() : from;
      last = period.lastDay().isAfter(last) ? period.lastDay() : last;
    }
    fill(from, last, stored);
  }

  /** Each day from the first to the last in one period, and one period after them. */
  private void fill(LocalDate first, LocalDate last, NavigableMap<LocalDate, BookPeriod> stored) {
    Set<String> names = new HashSet<>(closes.keySet());
    LocalDate day = first;
    for (boolean beyond = false; !beyond; ) {
      beyond = day.isAfter(last);
      Map.Entry<LocalDate, BookPeriod> kept = stored.floorEntry(day);
      BookPeriod period;
      if (kept != null && kept.getValue().contains(day)) {
        period = kept.getValue();
      } else {
        LocalDate end = stored.higherKey(day);
        period = calendar(day).within(day, end == null ? LocalDate.MAX : end);
        while (!names.add(period.name())) {
          period = period.ofEdition(period.edition() + 1);
        }
      }
      periods.put(period.firstDay(), period);
      day = period.endDay();
    }
  }

  private BookPeriod calendar(LocalDate day) {
    return calendar.periodAt(day.atStartOfDay(calendar.zone()).toInstant());
  }

  /** All periods, the newest first. */
  List<BookPeriod> newestFirst() {
    return known().sorted(Comparator.comparing(BookPeriod::firstDay).reversed()).toList();
  }

  private Stream<BookPeriod> known() {
    return periods.values().stream()
        .filter(period -> !period.firstDay().isAfter(present) || closes.containsKey(period.name()));
  }

  /** A period by its name, or by the calendar month that it is, such as {@code 2026-10}. */
  Optional<BookPeriod> find(String text) {
    return known()
        .filter(period -> period.name().equals(text) || isMonth(period, text))
        .findFirst();
  }

  private static boolean isMonth(BookPeriod period, String text) {
    YearMonth month = YearMonth.from(period.firstDay());
    return month.toString().equals(text)
        && period.firstDay().equals(month.atDay(1))
        && period.endDay().equals(month.plusMonths(1).atDay(1));
  }

  /** The steps of a period that were taken so far. */
  StoredClose close(BookPeriod period) {
    StoredClose close = closes.get(period.name());
    return close == null ? StoredClose.none(period) : close;
  }

  SortedMap<String, StoredClose> closes() {
    return closes;
  }

  boolean hasEnded(BookPeriod period) {
    return !now.isBefore(period.range().end());
  }

  /** The period that ends where this one begins, if the book knows it. */
  Optional<BookPeriod> before(BookPeriod period) {
    return periods.values().stream()
        .filter(other -> other.endDay().equals(period.firstDay()))
        .findFirst();
  }

  /** The period after a period of the book; it may lie in the future. */
  BookPeriod next(BookPeriod period) {
    return periods.tailMap(period.endDay(), true).values().iterator().next();
  }

  /** The first period after a closed one that is not closed: it bears the corrections of that. */
  BookPeriod bearing(BookPeriod closed) {
    BookPeriod open = next(closed);
    while (close(open).state() == CloseState.CLOSED) {
      open = next(open);
    }
    return open;
  }
}
