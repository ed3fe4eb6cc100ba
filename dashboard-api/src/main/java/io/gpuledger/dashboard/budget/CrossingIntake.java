package io.gpuledger.dashboard.budget;

import com.google.protobuf.ByteString;
import io.gpuledger.cost.budget.BudgetProgress;
import io.gpuledger.cost.budget.PeriodKind;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.alert.CrossingLedger;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.ingest.wire.CrossingSeen;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what the spend guard saw into alerts. The same record again changes nothing. */
public final class CrossingIntake {
  private static final Logger LOG = LoggerFactory.getLogger(CrossingIntake.class);

  private static final Comparator<CrossingSeen> ORDER =
      Comparator.comparingLong(CrossingSeen::getSeenAtMicros)
          .thenComparingLong(CrossingSeen::getToldAtMicros);

  private final BudgetService budgets;
  private final BudgetFigures figures;
  private final LiveSpend live;
  private final AlertLedger ledger;
  private final AlertRouting routing;
  private final KnownForecasts forecasts;
  private final WaitingCrossings waiting;
  private final Clock clock;

  /**
   * An intake.
   *
   * @param store keeps what cannot be told yet
   */
  public CrossingIntake(
      BudgetService budgets,
      BudgetFigures figures,
      LiveSpend live,
      AlertLedger ledger,
      AlertRouting routing,
      KnownForecasts forecasts,
      StateStore store,
      Clock clock) {
    this.budgets = budgets;
    this.figures = figures;
    this.live = live;
    this.ledger = ledger;
    this.routing = routing;
    this.forecasts = forecasts;
    this.waiting = new WaitingCrossings(store, clock);
    this.clock = clock;
  }

  private record Key(String budgetId, long version, String period) {
    static Key of(CrossingSeen crossing) {
      return new Key(crossing.getBudgetId(), crossing.getBudgetVersion(), crossing.getPeriod());
    }
  }

  /**
   * Takes records in order: what a budget's month has come to is kept, what it has passed becomes
   * alerts. Several thresholds of one budget passed in one jump become one message. Records of a
   * version that is no longer in force, or of a period that is no longer measured, are of no
   * interest to anybody and are left out: the topic keeps them longer than the ledger keeps what
   * was told.
   *
   * <p>What a budget passed that cannot be told now, e.g. because its bill cannot be read, is kept
   * and waits: {@link #retry} tells it.
   *
   * @throws io.gpuledger.dashboard.state.StateException if the operational state refuses; then the
   *     records are to be given again
   */
  public void accept(List<CrossingSeen> seen) {
    Map<Key, List<CrossingSeen>> groups = new LinkedHashMap<>();
    for (CrossingSeen crossing : seen) {
      groups.computeIfAbsent(Key.of(crossing), absent -> new ArrayList<>()).add(crossing);
    }
    Map<Key, Budget> known = measured(groups.keySet());
    List<LiveSpend.Report> reports = new ArrayList<>();
    known.forEach(
        (key, budget) -> {
          CrossingSeen newest = newest(groups.getOrDefault(key, List.of()));
          reports.add(new LiveSpend.Report(budget, key.period(), toSeen(newest)));
        });
    // An older total than the one that is known is no fall of it.
    Set<LiveSpend.Report> taken = new HashSet<>(live.put(reports));
    BudgetRecovery recovery = BudgetRecovery.ofEstimates(ledger, places(known));
    raise(crossings(groups, known));
    List<Passed> again = new ArrayList<>();
    known.forEach(
        (key, budget) -> {
          CrossingSeen newest = newest(groups.getOrDefault(key, List.of()));
          if (taken.contains(new LiveSpend.Report(budget, key.period(), toSeen(newest)))) {
            again.addAll(settle(budget, key.period(), newest, recovery));
          }
        });
    raise(again);
  }

  /** Makes what waits due at once; for a start. */
  public void begin() {
    waiting.hurry();
  }

  /** Tells what waited, where its time has come and it can be told now. */
  public void retry() {
    List<WaitingCrossings.Waiting> due = waiting.due();
    Map<Key, WaitingCrossings.Waiting> gone = new LinkedHashMap<>();
    due.forEach(one -> gone.put(Key.of(one.last()), one));
    Map<Key, Budget> known = measured(gone.keySet());
    List<Passed> again = new ArrayList<>();
    known.forEach(
        (key, budget) -> {
          WaitingCrossings.Waiting one = Objects.requireNonNull(gone.remove(key));
          again.add(new Passed(budget, one.thresholds(), one.last()));
        });
    waiting.remove(gone.values());
    raise(again);
  }

  /** Those of a version that is in force and of a period that is measured, with their budgets. */
  private Map<Key, Budget> measured(Set<Key> keys) {
    BudgetMeter meter = budgets.meter();
    MeasuredPeriods periods = budgets.periods();
    Map<Key, Budget> known = new LinkedHashMap<>();
    for (Key key : keys) {
      budgets
          .find(key.budgetId())
          .filter(budget -> budget.version() == key.version())
          .filter(budget -> periods.isMeasured(budget, key.period()))
          .filter(budget -> hasPeriod(meter, budget, key))
          .ifPresent(budget -> known.put(key, budget));
    }
    return known;
  }

  /** By what is in it, then by when it was told; of equals the last. */
  private static CrossingSeen newest(List<CrossingSeen> records) {
    return records.stream().reduce((a, b) -> ORDER.compare(b, a) >= 0 ? b : a).orElseThrow();
  }

  private static Map<CrossingLedger.Place, Budget> places(Map<Key, Budget> known) {
    Map<CrossingLedger.Place, Budget> places = new LinkedHashMap<>();
    known.forEach(
        (key, budget) -> places.put(BudgetRecovery.estimated(budget, key.period()), budget));
    return places;
  }

  /**
   * What a budget has passed.
   *
   * @param last the newest record of it
   */
  private record Passed(Budget budget, List<Integer> thresholds, CrossingSeen last) {
    WaitingCrossings.Waiting waiting() {
      return new WaitingCrossings.Waiting(thresholds, last);
    }
  }

  private static List<Passed> crossings(
      Map<Key, List<CrossingSeen>> groups, Map<Key, Budget> known) {
    List<Passed> passed = new ArrayList<>();
    known.forEach(
        (key, budget) -> {
          List<CrossingSeen> crossings =
              groups.getOrDefault(key, List.of()).stream()
                  .filter(record -> !record.getKind().equals(SpendKind.PROGRESS))
                  .toList();
          if (!crossings.isEmpty()) {
            passed.add(
                new Passed(
                    budget,
                    crossings.stream().map(CrossingSeen::getThresholdPercent).toList(),
                    crossings.get(crossings.size() - 1)));
          }
        });
    return passed;
  }

  private static boolean hasPeriod(BudgetMeter meter, Budget budget, Key key) {
    boolean has = meter.spanOf(budget, key.period()).isPresent();
    if (!has) {
      LOG.error("\"{}\" is no period of budget {}", key.period(), key.budgetId());
    }
    return has;
  }

  /** A running total may fall, where rates or samples were corrected, and rise again after that. */
  private static List<Passed> settle(
      Budget budget, String period, CrossingSeen last, BudgetRecovery recovery) {
    Optional<Amount> estimate = toSeen(last).estimate();
    if (estimate.isEmpty()) {
      // Nothing in scope has a price any more: that is not a fall.
      return List.of();
    }
    Amount spent = estimate.get();
    // What a period takes over from the one before is told to the guard, and by it.
    Amount limit =
        last.getLimit().isEmpty()
            ? budget.plan().limitOf(period, budget.limit())
            : amount(last.getLimit());
    recovery.estimated(budget, period, limit, spent);
    if (recovery.mayCrossAgain(budget, period)) {
      // The guard tells each threshold once; that it is passed again shows in the total only.
      List<Integer> reached = BudgetProgress.reached(limit, budget.thresholdPercents(), spent);
      if (!reached.isEmpty()) {
        return List.of(new Passed(budget, reached, last));
      }
    }
    return List.of();
  }

  /** Raises what was passed, each together with what waits of it; what cannot be told waits. */
  private void raise(List<Passed> passed) {
    if (passed.isEmpty()) {
      return;
    }
    List<Passed> all = passed.stream().map(this::withWaiting).toList();
    Set<Passed> untold = new LinkedHashSet<>(all);
    try {
      untold.removeAll(tell(all));
    } catch (RuntimeException e) {
      LOG.error("what budgets passed cannot be told now", e);
    }
    // Noted before anything is committed as read: a kill loses nothing.
    waiting.put(untold.stream().map(Passed::waiting).toList());
    waiting.remove(all.stream().filter(one -> !untold.contains(one)).map(Passed::waiting).toList());
    untold.forEach(
        one ->
            LOG.error(
                "budget {} ({}) passed {} % of {} and cannot be told now: it waits and is tried"
                    + " again",
                one.budget().id(), one.budget().name(), one.thresholds(), one.last().getPeriod()));
  }

  private Passed withWaiting(Passed one) {
    return new Passed(one.budget(), waiting.with(one.waiting()).thresholds(), one.last());
  }

  /**
   * Tells what was passed; what the bill says of all of it is read together.
   *
   * @return what is told, or need not be
   */
  private Set<Passed> tell(List<Passed> passed) {
    BudgetFigures.AsKnown known = figures.now();
    BudgetMeter meter = budgets.meter();
    Set<Passed> told = new HashSet<>(passed);
    Map<BudgetMeter.Wanted, Passed> wanted = new LinkedHashMap<>();
    for (Passed one : passed) {
      // Of a version that was estimated before it took another form, there is nothing to tell.
      meter
          .spanOf(one.budget(), one.last().getPeriod())
          .ifPresent(span -> wanted.put(new BudgetMeter.Wanted(one.budget(), span), one));
    }
    told.removeAll(wanted.values());
    Map<Standing, List<Integer>> reached = new LinkedHashMap<>();
    for (Standing standing : meter.measure(List.copyOf(wanted.keySet()), known)) {
      List<Integer> percents = reached(standing, passed(wanted, standing));
      if (percents.isEmpty()) {
        told.add(passed(wanted, standing));
      } else {
        reached.put(standing, percents);
      }
    }
    DriverBook drivers = DriverBook.read(List.copyOf(reached.keySet()), known);
    Map<AlertLedger.Passing, Passed> passing = new LinkedHashMap<>();
    reached.forEach(
        (standing, percents) -> {
          Passed one = passed(wanted, standing);
          try {
            passing.put(passing(standing, percents, one.last(), drivers, known), one);
          } catch (RuntimeException failed) {
            // One that cannot be told keeps no other from being told.
            LOG.error("budget {} cannot be told", one.budget().id(), failed);
          }
        });
    Map<AlertLedger.Passing, RuntimeException> failures =
        ledger.raiseAll(List.copyOf(passing.keySet()), routing::link);
    failures.forEach(
        (one, why) -> LOG.error("budget {} cannot be told", one.facts().budget().id(), why));
    passing.forEach(
        (one, of) -> {
          if (!failures.containsKey(one)) {
            told.add(of);
          }
        });
    return told;
  }

  /**
   * The guard may not know yet what the period takes over; a late scrape may be of the one before.
   */
  private List<Integer> reached(Standing standing, Passed one) {
    Budget budget = standing.budget();
    List<Integer> reached =
        new ArrayList<>(
            BudgetProgress.reached(
                standing.limit(), one.thresholds(), amount(one.last().getSpent())));
    if (budget.plan().period().kind() == PeriodKind.ROLLING) {
      reached.removeAll(
          RollingPeriods.stillTold(
              ledger.crossings().of(budget.id()),
              budget.version(),
              SpendKind.ESTIMATED,
              standing.span()));
    }
    return reached;
  }

  private static Passed passed(Map<BudgetMeter.Wanted, Passed> wanted, Standing standing) {
    return Objects.requireNonNull(
        wanted.get(new BudgetMeter.Wanted(standing.budget(), standing.span())));
  }

  private AlertLedger.Passing passing(
      Standing standing,
      List<Integer> reached,
      CrossingSeen last,
      DriverBook drivers,
      BudgetFigures.AsKnown known) {
    Budget budget = standing.budget();
    LiveSpend.Seen seen = toSeen(last);
    Instant now = clock.instant();
    List<String> unknowns = BudgetEvaluator.unknowns(known, standing, Optional.of(seen), now);
    Spent spent = new Spent(standing.spent(), Optional.of(seen.spent()));
    AlertFacts facts =
        new AlertFacts(
            budget.facts(standing.span(), standing.limit()),
            last.getPeriod(),
            reached,
            SpendKind.ESTIMATED,
            spent,
            seen.burn(now),
            seen.causeNow(now),
            drivers.of(standing),
            unknowns,
            instant(last.getSeenAtMicros()),
            forecasts.find(budget, last.getPeriod(), spent.counted()),
            seen.burned().paces(now, standing.span(), standing.limit()));
    return new AlertLedger.Passing(facts, routing.targets(budget, facts.alertKind()));
  }

  private static LiveSpend.Seen toSeen(CrossingSeen record) {
    return new LiveSpend.Seen(
        amount(record.getSpent()),
        amount(record.getBurnPerHour()),
        cause(record),
        record.getUnpricedModelsList(),
        instant(record.getSeenAtMicros()),
        record.getHasSettled()
            ? Optional.of(LocalDate.ofEpochDay(record.getSettledThrough()))
            : Optional.empty(),
        record.getUnknownDays(),
        LiveBurn.of(record));
  }

  private static Optional<AlertFacts.Cause> cause(CrossingSeen crossing) {
    if (crossing.getTopHolder().isEmpty()) {
      return Optional.empty();
    }
    Optional<Instant> since =
        crossing.getTopHolderSinceMicros() == 0
            ? Optional.empty()
            : Optional.of(instant(crossing.getTopHolderSinceMicros()));
    return Optional.of(
        new AlertFacts.Cause(
            crossing.getTopHolder(), crossing.getTopNode(), crossing.getTopUser(), since));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static Amount amount(ByteString unscaled) {
    return unscaled.isEmpty()
        ? Amount.ZERO
        : Amount.ofUnscaled(new BigInteger(unscaled.toByteArray()));
  }
}
