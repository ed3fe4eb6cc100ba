package io.gpuledger.dashboard.guard;

import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.PeriodTerms;
import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.reconcile.BillingTerms;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetMeter;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.ScopeQuestion;
import io.gpuledger.dashboard.budget.Standing;
import io.gpuledger.dashboard.forecast.ForecastFigures;
import io.gpuledger.dashboard.forecast.ScopeDay;
import io.gpuledger.dashboard.forecast.SettledDays;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the spend guard, of the periods of each budget whose bills still arrive, the limit with
 * what is taken over, what bills say of settled days, and of each later day so far. A budget is
 * asked for anew when it or its period changes, until it could be measured, and at most every
 * {@link #LEAST} after bills or rules have changed, each day, and when the lag of a day has ended.
 */
public final class GuardTerms implements Runnable {
  static final Duration LEAST = Duration.ofMinutes(5);

  /** Before a budget that could not be measured is tried again; doubled with each failure. */
  static final Duration RETRY_FIRST = Duration.ofSeconds(5);

  static final Duration RETRY_LONGEST = Duration.ofMinutes(2);

  private static final int DOUBLINGS_MAX = 10;
  private static final Logger LOG = LoggerFactory.getLogger(GuardTerms.class);

  /** The days of so many budgets are in memory at once. */
  private static final int PART = 500;

  /** Days that a source is looked for in. */
  private static final int DAYS_READ = CompletenessLags.ENDED_DAYS + 10;

  private final BudgetService budgets;
  private final ForecastFigures days;
  private final Supplier<CompletenessLags> lags;
  private final Listener listener;
  private final Clock clock;
  private final Map<String, String> told = new HashMap<>();
  private final Map<String, Failure> failing = new HashMap<>();
  private Map<String, Object> snapshot = Map.of();

  /** The days that each lag has ended for; changes when one more day is settled. */
  private String settling = "";

  private Instant at = Instant.EPOCH;

  /** How often a budget could not be measured in a row, and when it is tried again. */
  private record Failure(String mark, int inRow, Instant next) {}

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
      ForecastFigures days,
      Supplier<CompletenessLags> lags,
      Listener listener,
      Clock clock) {
    this.budgets = budgets;
    this.days = days;
    this.lags = lags;
    this.listener = listener;
    this.clock = clock;
  }

  /** A round, where it is time for one. */
  @Override
  public void run() {
    Instant now = clock.instant();
    settling = settling(now);
    List<Budget> all = budgets.list();
    BudgetMeter meter = budgets.meter();
    // Settled days and sums are of one snapshot.
    ForecastFigures.AsKnown known = days.now();
    Map<String, Object> newest = bills(known.budgets().snapshot());
    if (!newest.equals(snapshot) && !at.plus(LEAST).isAfter(now)) {
      told.clear();
      snapshot = newest;
      at = now;
    }
    Set<String> ids = all.stream().map(Budget::id).collect(Collectors.toSet());
    told.keySet().retainAll(ids);
    failing.keySet().retainAll(ids);
    List<Budget> due =
        all.stream()
            .filter(budget -> !mark(meter, budget, now).equals(told.get(budget.id())))
            .filter(budget -> !waits(budget, mark(meter, budget, now), now))
            .toList();
    for (int first = 0; first < due.size(); first += PART) {
      tell(due.subList(first, Math.min(due.size(), first + PART)), meter, known, now);
    }
    due.forEach(budget -> settle(budget, mark(meter, budget, now), now));
  }

  /** One whose statement always fails is not asked in each round, or it would slow all others. */
  private boolean waits(Budget budget, String mark, Instant now) {
    Failure failure = failing.get(budget.id());
    return failure != null && failure.mark().equals(mark) && now.isBefore(failure.next());
  }

  private void settle(Budget budget, String mark, Instant now) {
    if (mark.equals(told.get(budget.id()))) {
      failing.remove(budget.id());
      return;
    }
    Failure before = failing.get(budget.id());
    int inRow = before == null || !before.mark().equals(mark) ? 1 : before.inRow() + 1;
    Duration pause = RETRY_FIRST.multipliedBy(1L << Math.min(inRow - 1, DOUBLINGS_MAX));
    pause = pause.compareTo(RETRY_LONGEST) < 0 ? pause : RETRY_LONGEST;
    failing.put(budget.id(), new Failure(mark, inRow, now.plus(pause)));
    if (inRow == 1 || pause.equals(RETRY_LONGEST)) {
      LOG.error(
          "the bills of budget {} ({}) could not be read {} times in a row: its estimate stands"
              + " still; tried again in {} s",
          budget.id(),
          budget.name(),
          inRow,
          pause.toSeconds());
    }
  }

  /**
   * What bills are known by: the allocation run, and how late they may come. That telemetry is
   * published moves the snapshot's instant on and changes no bill.
   */
  private Map<String, Object> bills(Map<String, Object> snapshotFields) {
    Map<String, Object> bills = new HashMap<>(snapshotFields);
    bills.remove("asOf");
    bills.put("lags", lags.get());
    return bills;
  }

  /** A lag that ends settles a day, also where no bill comes; not every lag is of whole days. */
  private String settling(Instant now) {
    return Stream.concat(lags.get().bySource().values().stream(), Stream.of(BillingTerms.LAG))
        .map(lag -> now.minus(lag).atZone(ZoneOffset.UTC).toLocalDate().toString())
        .distinct()
        .sorted()
        .collect(Collectors.joining(" "));
  }

  /** A day that begins is told of, also where no bill comes. */
  private String mark(BudgetMeter meter, Budget budget, Instant now) {
    Optional<BudgetSpan> span = meter.spanAt(budget, now);
    return budget.version()
        + " "
        + span.map(BudgetSpan::key)
        + " "
        + now.atZone(ZoneOffset.UTC).toLocalDate()
        + " "
        + span.map(of -> now.atZone(of.zone()).toLocalDate())
        + " "
        + settling;
  }

  private void tell(
      List<Budget> due, BudgetMeter meter, ForecastFigures.AsKnown known, Instant now) {
    Map<String, Optional<LocalDate>> settled = settled(due, known, now);
    Map<Budget, List<Asked>> asked = new LinkedHashMap<>();
    List<BudgetMeter.Wanted> wanted = new ArrayList<>();
    for (Budget budget : due) {
      Optional<LocalDate> settledTo = settled.get(budget.id());
      if (settledTo == null) {
        continue;
      }
      List<Asked> ofBudget = new ArrayList<>();
      for (BudgetSpan span : meter.open(budget, now)) {
        // A period that ended under an earlier version stays as that left it.
        if (budgets.versionFor(budget, span).version() == budget.version()) {
          ofBudget.add(Asked.of(span, settledTo, now));
        }
      }
      asked.put(budget, ofBudget);
      ofBudget.forEach(
          one -> one.spans().forEach(part -> wanted.add(new BudgetMeter.Wanted(budget, part))));
    }
    Map<String, Map<BudgetSpan, Standing>> answers = new HashMap<>();
    for (Standing standing : meter.measure(wanted, known.budgets())) {
      answers
          .computeIfAbsent(standing.budget().id(), any -> new HashMap<>())
          .put(standing.span(), standing);
    }
    asked.forEach(
        (budget, ofBudget) -> {
          Map<BudgetSpan, Standing> standings = answers.getOrDefault(budget.id(), Map.of());
          Map<String, PeriodTerms> terms = new HashMap<>();
          for (Asked one : ofBudget) {
            one.terms(standings).ifPresent(found -> terms.put(one.span().key(), found));
          }
          if (terms.size() == ofBudget.size()) {
            listener.terms(budget, terms);
            told.put(budget.id(), mark(meter, budget, now));
          }
        });
  }

  /** The last settled day of each scope, by its own sources; none for one that cannot be read. */
  private Map<String, Optional<LocalDate>> settled(
      List<Budget> due, ForecastFigures.AsKnown known, Instant now) {
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    var billed = known.billedDays(today.minusDays(DAYS_READ), today.plusDays(1));
    Set<ScopeQuestion> questions = new LinkedHashSet<>();
    due.forEach(budget -> questions.add(ScopeQuestion.of(budget)));
    Map<ScopeQuestion, List<ScopeDay>> rows =
        known.days(questions, today.minusDays(DAYS_READ), today.plusDays(1));
    Map<String, Optional<LocalDate>> settled = new HashMap<>();
    for (Budget budget : due) {
      List<ScopeDay> ofScope = rows.get(ScopeQuestion.of(budget));
      if (ofScope != null) {
        settled.put(budget.id(), SettledDays.settledTo(ofScope, billed, lags.get(), now));
      }
    }
    return settled;
  }

  /**
   * What is asked of bills for the period of a budget.
   *
   * @param settled its settled days; empty where there is none
   * @param later days after them up to today, each by itself
   */
  private record Asked(BudgetSpan span, Optional<BudgetSpan> settled, List<BudgetSpan> later) {
    static Asked of(BudgetSpan span, Optional<LocalDate> settledTo, Instant now) {
      ZoneId zone = span.zone();
      LocalDate today = now.atZone(zone).toLocalDate();
      LocalDate open =
          settledTo
              .map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
              // A day of the zone that has begun when the settled days end is not settled.
              .map(instant -> instant.atZone(zone).toLocalDate())
              .filter(day -> day.isAfter(span.firstDay()))
              .map(day -> day.isAfter(today) ? today : day)
              .map(day -> day.isAfter(span.endDay()) ? span.endDay() : day)
              .orElse(span.firstDay());
      Optional<BudgetSpan> settled =
          open.isAfter(span.firstDay())
              ? Optional.of(new BudgetSpan(span.key(), span.firstDay(), open, zone))
              : Optional.empty();
      List<BudgetSpan> later = new ArrayList<>();
      LocalDate end = today.isBefore(span.endDay()) ? today.plusDays(1) : span.endDay();
      LocalDate first = end.minusDays(PeriodTerms.DAYS_LIMIT);
      for (LocalDate day = open.isAfter(first) ? open : first;
          day.isBefore(end);
          day = day.plusDays(1)) {
        later.add(new BudgetSpan(span.key(), day, day.plusDays(1), zone));
      }
      return new Asked(span, settled, later);
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
      Standing whole = Objects.requireNonNull(standings.get(span));
      if (settled.isPresent() && !whole.notCounted().isEmpty()) {
        // Bills of other money: what they settle is not in the sum, so they take no place.
        return Optional.of(
            new PeriodTerms(
                Optional.of(whole.limit()), Optional.empty(), Amount.ZERO, billed(standings)));
      }
      Optional<Standing> before = settled.map(standings::get);
      return Optional.of(
          new PeriodTerms(
              Optional.of(whole.limit()),
              settled.map(part -> part.endDay().minusDays(1)),
              before.map(Standing::spent).orElse(Amount.ZERO),
              billed(standings)));
    }

    private SortedMap<LocalDate, Amount> billed(Map<BudgetSpan, Standing> standings) {
      SortedMap<LocalDate, Amount> after = new TreeMap<>();
      for (BudgetSpan day : later) {
        Standing of = standings.get(day);
        if (of != null && !of.spent().isZero()) {
          after.put(day.firstDay(), of.spent());
        }
      }
      return after;
    }
  }
}
