package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CloseState;
import io.gpuledger.cost.close.FiscalCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The periods of own books: from the first day that a bill is of to the present one. A period that
 * has steps keeps the days that it had then, whatever the fiscal calendar says later.
 */
final class PeriodBook {
  private final FiscalCalendar calendar;
  private final SortedMap<String, StoredClose> closes;
  private final SortedMap<LocalDate, BookPeriod> periods = new TreeMap<>();
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
    BookPeriod present = calendar.periodAt(now);
    BookPeriod first =
        firstDay
            .filter(day -> day.isBefore(present.firstDay()))
            .map(day -> calendar.periodAt(day.atStartOfDay(calendar.zone()).toInstant()))
            .orElse(present);
    for (BookPeriod at = first;
        !at.firstDay().isAfter(present.firstDay());
        at = calendar.next(at)) {
      BookPeriod kept = close(at).period();
      periods.put(kept.firstDay(), kept);
    }
    closes.values().forEach(close -> periods.put(close.period().firstDay(), close.period()));
  }

  /** All periods, the newest first. */
  List<BookPeriod> newestFirst() {
    List<BookPeriod> list = new ArrayList<>(periods.values());
    Collections.reverse(list);
    return list;
  }

  /** A period by its name, or by the calendar month that it is, such as {@code 2026-10}. */
  Optional<BookPeriod> find(String text) {
    return periods.values().stream()
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

  /** The period after a period; it may lie in the future. */
  BookPeriod next(BookPeriod period) {
    return close(calendar.periodAt(period.endDay().atStartOfDay(calendar.zone()).toInstant()))
        .period();
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
