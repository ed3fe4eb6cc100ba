package io.gpuledger.cost.budget;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Adds a budget's spend up in its periods. */
public final class BudgetToDate {
  /** Periods that are kept, newest first: samples of a day may come the day after. */
  static final int PERIODS_KEPT = 3;

  /** A rolling period is one that moves on. */
  private static final String ROLLING = "rolling";

  private BudgetToDate() {}

  /**
   * Makes an addition in what is kept. Another filter, unit, currency or zone counts anew, because
   * the past under it was not seen. A day that lies in no period, or in one that is no longer kept,
   * adds to none.
   *
   * @return the period that it counts in as it stands now, with the thresholds that it passes
   */
  public static Optional<PeriodToDate.Step> add(SpendAddition addition, BudgetBook book) {
    WatchedBudget watched = addition.watched();
    Optional<String> basis = book.basis();
    if (!basis.equals(Optional.of(watched.basis()))) {
      if (basis.isPresent() && isOutdated(watched, book)) {
        // What was under way when the budget changed.
        return Optional.empty();
      }
      book.begin(watched.basis());
    }
    Optional<BudgetSpan> ofDay = watched.spanOf(addition.day());
    if (ofDay.isEmpty()) {
      return Optional.empty();
    }
    boolean rolls = watched.rule().kind() == PeriodKind.ROLLING;
    String name = rolls ? ROLLING : ofDay.get().key();
    Optional<PeriodToDate> before = book.period(name);
    // What comes late counts in the window that has moved on meanwhile.
    BudgetSpan span =
        before
            .map(PeriodToDate::span)
            .filter(last -> rolls && last.endDay().isAfter(ofDay.get().endDay()))
            .orElse(ofDay.get());
    if (before.isEmpty()) {
      forgetOtherRules(watched, book);
      if (isForgotten(ofDay.get(), book)) {
        return Optional.empty();
      }
    }
    PeriodToDate.Step step = PeriodToDate.after(before.orElse(null), addition, span, book);
    book.put(name, step.period());
    if (before.filter(known -> known.span().equals(span)).isEmpty()) {
      forgetOld(book);
    }
    return Optional.of(step);
  }

  private static boolean isOutdated(WatchedBudget watched, BudgetBook book) {
    return book.periods().stream()
        .anyMatch(period -> period.budget().version() > watched.budget().version());
  }

  /**
   * Takes terms that were told, without an addition: bills come also when nothing runs any more.
   *
   * @return the periods that they are of as they stand now, with the thresholds that they pass
   */
  public static List<PeriodToDate.Step> retell(WatchedBudget watched, BudgetBook book) {
    List<PeriodToDate.Step> steps = new ArrayList<>();
    if (!book.basis().equals(Optional.of(watched.basis())) || isOutdated(watched, book)) {
      return steps;
    }
    for (String key : new TreeSet<>(watched.terms().keySet())) {
      String name = watched.rule().kind() == PeriodKind.ROLLING ? ROLLING : key;
      Optional<PeriodToDate> before = book.period(name);
      Optional<BudgetSpan> span = watched.rule().ofKey(key, watched.books());
      if (before.isPresent()
          && span.isPresent()
          && !before.get().span().endDay().isAfter(span.get().endDay())) {
        PeriodToDate.Step step = PeriodToDate.retold(before.get(), watched, span.get(), book);
        book.put(name, step.period());
        steps.add(step);
      }
    }
    return steps;
  }

  /** Periods of another form than the budget has now say nothing about it any more. */
  private static void forgetOtherRules(WatchedBudget watched, BudgetBook book) {
    long version = watched.budget().version();
    for (PeriodToDate period : List.copyOf(book.periods())) {
      boolean older = period.budget().version() < version;
      if (older
          && watched.spanOf(period.span().firstDay()).filter(period.span()::equals).isEmpty()
          && watched.spanOf(period.lastDay()).filter(period.span()::equals).isEmpty()) {
        book.forgetPeriod(nameOf(period));
      }
    }
  }

  private static String nameOf(PeriodToDate period) {
    return period.span().key().endsWith("d") ? ROLLING : period.span().key();
  }

  private static boolean isForgotten(BudgetSpan span, BudgetBook book) {
    List<PeriodToDate> kept = List.copyOf(book.periods());
    return kept.size() >= PERIODS_KEPT
        && kept.stream().allMatch(period -> period.span().endDay().isAfter(span.endDay()));
  }

  private static void forgetOld(BudgetBook book) {
    List<PeriodToDate> newestFirst =
        book.periods().stream()
            .sorted(
                Comparator.comparing((PeriodToDate period) -> period.span().endDay()).reversed())
            .toList();
    newestFirst.stream().skip(PERIODS_KEPT).forEach(period -> book.forgetPeriod(nameOf(period)));
    newestFirst.stream()
        .limit(PERIODS_KEPT)
        .map(period -> period.span().firstDay())
        .min(LocalDate::compareTo)
        .ifPresent(book::forgetDaysBefore);
  }
}
