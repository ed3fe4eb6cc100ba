package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.DeviceTimePrice;
import io.gpuledger.cost.price.Sevenths;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a budget's period has come to: what bills say of its settled days, and of each day after
 * them the larger of what samples and what bills say, which are two views of one spend.
 *
 * @param span the period
 * @param budget as it stood, with the period's limit
 * @param terms what is known beside samples
 * @param sevenths of the days after the settled ones, as in {@link SpendAddition}
 * @param knownDays how many of them have samples in scope or a bill
 * @param lastDay the last day that anything is known of
 * @param reported thresholds reported for that version, each with the last day of its period then
 * @param unpricedModels device models seen without a rate, in order
 * @param atMicros the latest scrape that was added, microseconds since the epoch
 * @param awaitsTerms whether its terms are still to be told; nothing is reported before
 */
public record PeriodToDate(
    BudgetSpan span,
    Budget budget,
    PeriodTerms terms,
    BigInteger sevenths,
    int knownDays,
    LocalDate lastDay,
    SortedMap<Integer, LocalDate> reported,
    List<String> unpricedModels,
    long atMicros,
    boolean awaitsTerms) {
  public PeriodToDate {
    reported = Collections.unmodifiableSortedMap(new TreeMap<>(reported));
    unpricedModels = List.copyOf(new TreeSet<>(unpricedModels));
  }

  /**
   * An addition made.
   *
   * @param period what the period has come to with it
   * @param crossings thresholds that it passes for the first time
   */
  public record Step(PeriodToDate period, List<Crossing> crossings) {}

  /**
   * Makes an addition, in the book of days as well. A new version of the budget reports anew. A
   * limit that changes within a version takes back what was reported and is no longer reached; a
   * bill that comes in does not, so that nothing is told twice because of it.
   *
   * @param before the period so far, of a rolling one any window before; null where there is none
   * @param span the period that the day counts in
   * @param days sums of the same basis
   */
  public static Step after(
      @Nullable PeriodToDate before, SpendAddition addition, BudgetSpan span, DayBook days) {
    LocalDate day = addition.day();
    Optional<BigInteger> dayBefore = days.of(day);
    BigInteger dayNow = dayBefore.orElse(BigInteger.ZERO).add(addition.sevenths());
    // Of a day on which nothing but devices without a price was seen nothing is known.
    boolean isSeen = dayNow.signum() != 0 || addition.unpricedModels().isEmpty();
    boolean isNew = isSeen && dayBefore.isEmpty();
    if (isSeen) {
      days.put(day, dayNow);
    }
    PeriodToDate same = before != null && before.span.equals(span) ? before : null;
    PeriodTerms terms = terms(same, addition.watched(), span);
    Sum sum =
        same != null && terms.equals(same.terms)
            ? same.sum().with(same, day, dayBefore.orElse(BigInteger.ZERO), dayNow, isNew)
            : Sum.of(span, terms, days, latest(before, day, span));
    SortedSet<String> unpriced = new TreeSet<>(addition.unpricedModels());
    if (same != null) {
      unpriced.addAll(same.unpricedModels);
    }
    long atMicros = addition.burn().atMicros();
    return now(before, addition.watched(), span, terms, sum)
        .seen(unpriced, before == null ? atMicros : Math.max(atMicros, before.atMicros))
        .reporting(before);
  }

  /**
   * Takes terms that were told, without an addition.
   *
   * @param before the period so far, of a rolling one any window before
   * @param span the period that terms were told of
   */
  public static Step retold(
      PeriodToDate before, WatchedBudget watched, BudgetSpan span, DayBook days) {
    PeriodTerms terms = watched.termsOf(span.key()).orElse(before.terms);
    Sum sum = Sum.of(span, terms, days, latest(before, span.firstDay(), span));
    boolean same = before.span.equals(span);
    return now(before, watched, span, terms, sum)
        .seen(same ? new TreeSet<>(before.unpricedModels) : new TreeSet<>(), before.atMicros)
        .reporting(before);
  }

  /** Terms are told of periods that run; of one that has ended the last ones stay. */
  private static PeriodTerms terms(
      @Nullable PeriodToDate same, WatchedBudget watched, BudgetSpan span) {
    return watched.termsOf(span.key()).orElse(same == null ? PeriodTerms.NONE : same.terms);
  }

  private static PeriodToDate now(
      @Nullable PeriodToDate before,
      WatchedBudget watched,
      BudgetSpan span,
      PeriodTerms terms,
      Sum sum) {
    boolean isTold = watched.termsOf(span.key()).isPresent();
    boolean stands =
        before != null
            && before.span.equals(span)
            && before.budget.version() == watched.budget().version()
            && !before.awaitsTerms;
    Budget budget = watched.in(span.key());
    if (before != null && stands && !isTold && before.terms.limit().isPresent()) {
      budget = budget.withLimit(before.limit());
    }
    return new PeriodToDate(
        span,
        budget,
        terms,
        sum.sevenths,
        sum.knownDays,
        sum.lastDay,
        stillReported(before, budget, span),
        List.of(),
        0,
        watched.expectsTerms() && !isTold && !stands);
  }

  private PeriodToDate seen(SortedSet<String> unpriced, long micros) {
    return new PeriodToDate(
        span,
        budget,
        terms,
        sevenths,
        knownDays,
        lastDay,
        reported,
        List.copyOf(unpriced),
        micros,
        awaitsTerms);
  }

  private static LocalDate latest(@Nullable PeriodToDate before, LocalDate day, BudgetSpan span) {
    return before != null && before.lastDay.isAfter(day) && before.lastDay.isBefore(span.endDay())
        ? before.lastDay
        : day;
  }

  /**
   * What was reported and stands: of the same version, and of a rolling period as long as one of
   * its days was in a window that was told of.
   */
  private static SortedMap<Integer, LocalDate> stillReported(
      @Nullable PeriodToDate before, Budget budget, BudgetSpan span) {
    SortedMap<Integer, LocalDate> reported = new TreeMap<>();
    if (before != null && before.budget.version() >= budget.version()) {
      reported.putAll(before.reported);
      reported.values().removeIf(lastDay -> lastDay.isBefore(span.firstDay()));
    }
    return reported;
  }

  private Step reporting(@Nullable PeriodToDate before) {
    if (awaitsTerms) {
      return new Step(this, List.of());
    }
    SortedMap<Integer, LocalDate> all = new TreeMap<>(reported);
    boolean otherLimit = before != null && !before.budget.limit().equals(budget.limit());
    if (otherLimit) {
      all.keySet().retainAll(BudgetProgress.reached(limit(), List.copyOf(all.keySet()), amount()));
    }
    List<Crossing> crossings =
        BudgetProgress.crossings(budget, span.key(), SpendKind.ESTIMATED, spent(), all.keySet());
    crossings.forEach(crossing -> all.put(crossing.thresholdPercent(), span.endDay().minusDays(1)));
    return new Step(
        new PeriodToDate(
            span,
            budget,
            terms,
            sevenths,
            knownDays,
            lastDay,
            all,
            unpricedModels,
            atMicros,
            false),
        crossings);
  }

  private Sum sum() {
    return new Sum(sevenths, knownDays, lastDay);
  }

  /** The spend, divided and rounded here and nowhere before. */
  public Money spent() {
    return new Money(budget.limit().currency(), amount());
  }

  private Amount amount() {
    return terms.settled().plus(DeviceTimePrice.amount(sevenths, Sevenths.WHOLE));
  }

  /** What it is measured against. */
  public Amount limit() {
    return budget.limit().amount();
  }

  /** Days after the settled ones, up to the last known one, without samples in scope or a bill. */
  public int unknownDays() {
    LocalDate first = firstOpen(span, terms);
    return Math.max(0, (int) ChronoUnit.DAYS.between(first, lastDay) + 1 - knownDays);
  }

  /** The first day of a period that is not settled. */
  private static LocalDate firstOpen(BudgetSpan span, PeriodTerms terms) {
    return terms
        .settledThrough()
        .map(day -> day.plusDays(1))
        .filter(day -> day.isAfter(span.firstDay()))
        .orElse(span.firstDay());
  }

  /** The days after the settled ones. */
  private record Sum(BigInteger sevenths, int knownDays, LocalDate lastDay) {
    static Sum of(BudgetSpan span, PeriodTerms terms, DayBook days, LocalDate lastDay) {
      BigInteger sum = BigInteger.ZERO;
      int known = 0;
      LocalDate last = lastDay;
      for (LocalDate billed : terms.billedAfter().keySet()) {
        last = billed.isAfter(last) && billed.isBefore(span.endDay()) ? billed : last;
      }
      for (LocalDate day = firstOpen(span, terms); !day.isAfter(last); day = day.plusDays(1)) {
        Optional<BigInteger> seen = days.of(day);
        boolean isKnown = seen.isPresent() || terms.billedAfter().containsKey(day);
        known += isKnown ? 1 : 0;
        sum = sum.add(larger(terms, day, seen.orElse(BigInteger.ZERO)));
      }
      return new Sum(sum, known, last);
    }

    /** With another sum of one of its days. */
    Sum with(
        PeriodToDate of, LocalDate day, BigInteger dayBefore, BigInteger dayNow, boolean isNew) {
      PeriodTerms terms = of.terms;
      if (day.isBefore(firstOpen(of.span, terms))) {
        return this;
      }
      boolean counts = isNew && !terms.billedAfter().containsKey(day);
      return new Sum(
          sevenths.subtract(larger(terms, day, dayBefore)).add(larger(terms, day, dayNow)),
          knownDays + (counts ? 1 : 0),
          day.isAfter(lastDay) ? day : lastDay);
    }

    private static BigInteger larger(PeriodTerms terms, LocalDate day, BigInteger seen) {
      Amount billed = terms.billedAfter().get(day);
      return billed == null ? seen : seen.max(DeviceTimePrice.undivided(billed, Sevenths.WHOLE));
    }
  }
}
