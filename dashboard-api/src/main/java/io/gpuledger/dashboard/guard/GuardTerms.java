package io.gpuledger.dashboard.guard;

import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.PeriodTerms;
import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.budget.BudgetMeter;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.Standing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Tells the spend guard, of the period of each budget that runs, its limit with what it takes over,
 * what bills say of its settled days, and of each later day so far. A round costs as much as some
 * measurements of all budgets; it is made when a budget or the hour changes, and else at most every
 * {@link #LEAST} after bills have changed.
 */
public final class GuardTerms implements Runnable {
  static final Duration LEAST = Duration.ofMinutes(5);

  private final BudgetService budgets;
  private final BudgetFigures figures;
  private final BilledDays billed;
  private final Supplier<CompletenessLags> lags;
  private final Listener listener;
  private final Clock clock;
  private String mark = "";
  private Map<String, Object> snapshot = Map.of();
  private Instant at = Instant.EPOCH;

  /** What each source has billed of each day. */
  public interface BilledDays {
    Map<String, SortedMap<LocalDate, String>> billedDays(LocalDate from, LocalDate end);
  }

  /** Hears what is known of a budget's periods, by their keys. */
  public interface Listener {
    void terms(Budget budget, Map<String, PeriodTerms> terms);
  }

  /**
   * Terms of all budgets.
   *
   * @param lags how late bills may come
   */
  public GuardTerms(
      BudgetService budgets,
      BudgetFigures figures,
      BilledDays billed,
      Supplier<CompletenessLags> lags,
      Listener listener,
      Clock clock) {
    this.budgets = budgets;
    this.figures = figures;
    this.billed = billed;
    this.lags = lags;
    this.listener = listener;
    this.clock = clock;
  }

  /** A round, where it is time for one. */
  @Override
  public void run() {
    Instant now = clock.instant();
    List<Budget> all = budgets.list();
    BudgetFigures.AsKnown known = figures.now();
    String nowMark = mark(all, now);
    boolean billsChanged = !known.snapshot().equals(snapshot) && !at.plus(LEAST).isAfter(now);
    if (nowMark.equals(mark) && !billsChanged) {
      return;
    }
    tell(all, known, now);
    mark = nowMark;
    snapshot = known.snapshot();
    at = now;
  }

  private static String mark(List<Budget> all, Instant now) {
    StringBuilder mark = new StringBuilder(now.truncatedTo(ChronoUnit.HOURS).toString());
    all.forEach(
        budget -> mark.append(' ').append(budget.id()).append('/').append(budget.version()));
    return mark.toString();
  }

  private void tell(List<Budget> all, BudgetFigures.AsKnown known, Instant now) {
    BudgetMeter meter = budgets.meter();
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    Optional<Instant> settledTo =
        lags.get()
            .lastSettledOfAll(
                billed.billedDays(
                    today.minusDays(CompletenessLags.ENDED_DAYS + 1L), today.plusDays(1)),
                now)
            .map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    Map<String, Asked> asked = new HashMap<>();
    List<BudgetMeter.Wanted> wanted = new ArrayList<>();
    for (Budget budget : all) {
      meter
          .spanAt(budget, now)
          .filter(span -> !span.isOver(now))
          .ifPresent(
              span -> {
                Asked one = Asked.of(budget, span, settledTo, now);
                asked.put(budget.id(), one);
                one.spans().forEach(part -> wanted.add(new BudgetMeter.Wanted(budget, part)));
              });
    }
    Map<String, Map<BudgetSpan, Standing>> answers = new HashMap<>();
    for (Standing standing : meter.measure(wanted, known)) {
      answers
          .computeIfAbsent(standing.budget().id(), any -> new HashMap<>())
          .put(standing.span(), standing);
    }
    asked.forEach(
        (id, one) ->
            one.terms(answers.getOrDefault(id, Map.of()))
                .ifPresent(terms -> listener.terms(one.budget(), Map.of(one.span().key(), terms))));
  }

  /**
   * What is asked of bills for the period of a budget.
   *
   * @param settled its settled days; empty where there is none
   * @param later days after them up to today, each by itself
   */
  private record Asked(
      Budget budget, BudgetSpan span, Optional<BudgetSpan> settled, List<BudgetSpan> later) {
    static Asked of(Budget budget, BudgetSpan span, Optional<Instant> settledTo, Instant now) {
      ZoneId zone = span.zone();
      LocalDate today = now.atZone(zone).toLocalDate();
      LocalDate open =
          settledTo
              // A day of the zone that has begun when the settled days end is not settled.
              .map(instant -> instant.atZone(zone).toLocalDate())
              .filter(day -> day.isAfter(span.firstDay()))
              .map(day -> day.isAfter(today) ? today : day)
              .orElse(span.firstDay());
      Optional<BudgetSpan> settled =
          open.isAfter(span.firstDay())
              ? Optional.of(new BudgetSpan(span.key(), span.firstDay(), open, zone))
              : Optional.empty();
      List<BudgetSpan> later = new ArrayList<>();
      LocalDate first = today.minusDays(PeriodTerms.DAYS_LIMIT - 1L);
      for (LocalDate day = open.isAfter(first) ? open : first;
          !day.isAfter(today) && day.isBefore(span.endDay());
          day = day.plusDays(1)) {
        later.add(new BudgetSpan(span.key(), day, day.plusDays(1), zone));
      }
      return new Asked(budget, span, settled, later);
    }

    List<BudgetSpan> spans() {
      List<BudgetSpan> spans = new ArrayList<>(later);
      settled.ifPresent(spans::add);
      spans.add(span);
      return spans;
    }

    /** Empty where one of them could not be measured: then what was told stands. */
    Optional<PeriodTerms> terms(Map<BudgetSpan, Standing> standings) {
      if (!standings.keySet().containsAll(spans())) {
        return Optional.empty();
      }
      Standing whole = standings.get(span);
      SortedMap<LocalDate, Amount> after = new TreeMap<>();
      for (BudgetSpan day : later) {
        Standing of = standings.get(day);
        if (of != null && !of.spent().isZero()) {
          after.put(day.firstDay(), of.spent());
        }
      }
      Optional<Standing> before = settled.map(standings::get);
      return Optional.of(
          new PeriodTerms(
              Optional.ofNullable(whole).map(Standing::limit),
              settled.map(part -> part.endDay().minusDays(1)),
              before.map(Standing::spent).orElse(Amount.ZERO),
              after));
    }
  }
}
