package io.gpuledger.dashboard.forecast;

import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.forecast.budget.SpendToDate;
import io.gpuledger.forecast.series.DailySeries;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The days of a scope whose bills are complete. A day is settled once each source that still bills
 * has billed it and its lag has passed; a day in between that a source left out is missing, not
 * zero.
 */
public final class SettledDays {
  private static final int USUAL_DAYS = 28;

  /** What is billed on fewer of the last settled days than these does not come every day. */
  private static final int REGULAR_DAYS = USUAL_DAYS / 2;

  private static final double HOURS = 24;

  private final List<ScopeDay> rows;
  private final Map<String, ? extends SortedMap<LocalDate, String>> billed;
  private final LocalDate first;
  private final LocalDate last;

  private SettledDays(
      List<ScopeDay> rows,
      Map<String, ? extends SortedMap<LocalDate, String>> billed,
      LocalDate first,
      LocalDate last) {
    this.rows = rows;
    this.billed = billed;
    this.first = first;
    this.last = last;
  }

  /** Empty where no source of the scope bills any more, or none of its days is settled. */
  static Optional<SettledDays> of(
      List<ScopeDay> rows,
      Map<String, ? extends SortedMap<LocalDate, String>> billed,
      CompletenessLags lags,
      Instant now) {
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    Set<String> sources = new TreeSet<>();
    rows.forEach(row -> sources.add(row.source()));
    Optional<LocalDate> first = rows.stream().map(ScopeDay::day).min(LocalDate::compareTo);
    Optional<LocalDate> last = Optional.empty();
    for (String source : sources) {
      Set<LocalDate> days = daysOf(billed, source);
      if (days.isEmpty()
          || Collections.max(days).isBefore(today.minusDays(CompletenessLags.ENDED_DAYS))) {
        continue;
      }
      LocalDate settled = lags.lastSettled(source, Collections.max(days), now);
      last = last.isPresent() && last.get().isBefore(settled) ? last : Optional.of(settled);
    }
    if (first.isEmpty() || last.isEmpty() || last.get().isBefore(first.get())) {
      return Optional.empty();
    }
    return Optional.of(new SettledDays(rows, billed, first.get(), last.get()));
  }

  /**
   * The last settled day of a scope; empty where no source of the scope bills any more, or none of
   * its days is settled.
   *
   * @param billed days that each source has billed
   */
  public static Optional<LocalDate> settledTo(
      List<ScopeDay> rows,
      Map<String, ? extends SortedMap<LocalDate, String>> billed,
      CompletenessLags lags,
      Instant now) {
    return of(rows, billed, lags, now).map(SettledDays::last);
  }

  private static Set<LocalDate> daysOf(
      Map<String, ? extends SortedMap<LocalDate, String>> billed, String source) {
    SortedMap<LocalDate, String> days = billed.get(source);
    return days == null ? Set.of() : days.keySet();
  }

  /**
   * A text that is the same as long as no settled day of any source has changed and none has come.
   */
  static String name(
      Map<String, ? extends SortedMap<LocalDate, String>> billed,
      CompletenessLags lags,
      Instant now) {
    StringBuilder name = new StringBuilder();
    new TreeMap<>(billed)
        .forEach(
            (source, days) -> {
              LocalDate last = lags.lastSettled(source, days.lastKey(), now);
              name.append(source).append(days.headMap(last.plusDays(1)));
            });
    return name.toString();
  }

  /** The last settled day. */
  LocalDate last() {
    return last;
  }

  /**
   * Spend up to the last settled day, and what is billed so far of later ones.
   *
   * @param billedOfPeriod what bills say of the whole period, also of days that are not settled or
   *     have not come yet; the rows tell all of its days
   * @param periodFirst first day of the period
   */
  SpendToDate spend(Amount billedOfPeriod, LocalDate periodFirst) {
    Set<Kind> regular = regular();
    Amount spent = billedOfPeriod;
    SortedMap<LocalDate, Double> committed = new TreeMap<>();
    SortedMap<LocalDate, Double> variable = new TreeMap<>();
    for (ScopeDay row : rows) {
      if (!row.day().isAfter(last) || isOnce(row, regular)) {
        continue;
      }
      (row.committed() ? committed : variable)
          .merge(row.day(), row.amount().toBigDecimal().doubleValue(), Double::sum);
      if (!row.day().isBefore(periodFirst)) {
        spent = spent.minus(row.amount());
      }
    }
    return new SpendToDate(
        spent,
        series(true),
        series(false),
        new SpendToDate.Begun(begun(committed), begun(variable)));
  }

  /** What comes from where. */
  private record Kind(String source, String category) {}

  /** What was billed on most of the last settled days. */
  private Set<Kind> regular() {
    Map<Kind, Set<LocalDate>> days = new HashMap<>();
    for (ScopeDay row : rows) {
      if (!row.day().isAfter(last) && row.day().isAfter(last.minusDays(USUAL_DAYS))) {
        days.computeIfAbsent(new Kind(row.source(), row.category()), none -> new HashSet<>())
            .add(row.day());
      }
    }
    Set<Kind> regular = new HashSet<>();
    days.forEach(
        (kind, billedOn) -> {
          if (billedOn.size() >= REGULAR_DAYS) {
            regular.add(kind);
          }
        });
    return regular;
  }

  /**
   * Whether a row of a day that is not settled stands beside what the day usually costs and counts
   * as soon as it is billed: a purchase, and a tax, a credit or the like that does not come daily.
   */
  private static boolean isOnce(ScopeDay row, Set<Kind> regular) {
    return row.isPurchase()
        || (!row.isUsage() && !regular.contains(new Kind(row.source(), row.category())));
  }

  private DailySeries begun(SortedMap<LocalDate, Double> byDay) {
    LocalDate next = last.plusDays(1);
    if (byDay.isEmpty()) {
      return DailySeries.of(next);
    }
    double[] values = new double[(int) ChronoUnit.DAYS.between(next, byDay.lastKey()) + 1];
    Arrays.fill(values, Double.NaN);
    byDay.forEach((day, value) -> values[(int) ChronoUnit.DAYS.between(next, day)] = value);
    return DailySeries.of(next, values);
  }

  /** Mean of an hour of the last four settled weeks, purchases left out. */
  double usualPerHour() {
    DailySeries committed = series(true);
    DailySeries variable = series(false);
    double sum = 0;
    int days = 0;
    for (int i = variable.size() - 1; i >= 0 && days < USUAL_DAYS; i--) {
      if (variable.isKnown(i)) {
        sum += variable.value(i) + committed.value(i);
        days++;
      }
    }
    return sum / days / HOURS;
  }

  private DailySeries series(boolean committed) {
    double[] values = new double[(int) ChronoUnit.DAYS.between(first, last) + 1];
    Arrays.fill(values, 0);
    for (ScopeDay row : rows) {
      if (!row.isPurchase() && row.committed() == committed && !row.day().isAfter(last)) {
        values[index(row.day())] += row.amount().toBigDecimal().doubleValue();
      }
    }
    for (int i : missing()) {
      values[i] = Double.NaN;
    }
    return DailySeries.of(first, values);
  }

  private int index(LocalDate day) {
    return (int) ChronoUnit.DAYS.between(first, day);
  }

  /** Days between the first and the last bill of a source of the scope that it left out. */
  private List<Integer> missing() {
    Set<String> sources = new TreeSet<>();
    rows.forEach(row -> sources.add(row.source()));
    List<Integer> missing = new ArrayList<>();
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      LocalDate at = day;
      if (sources.stream().anyMatch(source -> leftOut(source, at))) {
        missing.add(index(day));
      }
    }
    return missing;
  }

  private boolean leftOut(String source, LocalDate day) {
    Set<LocalDate> days = daysOf(billed, source);
    return !days.isEmpty()
        && !days.contains(day)
        && day.isAfter(Collections.min(days))
        && day.isBefore(Collections.max(days));
  }
}
