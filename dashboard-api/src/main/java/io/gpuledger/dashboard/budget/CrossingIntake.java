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
  private final Clock clock;

  public CrossingIntake(
      BudgetService budgets,
      BudgetFigures figures,
      LiveSpend live,
      AlertLedger ledger,
      AlertRouting routing,
      KnownForecasts forecasts,
      Clock clock) {
    this.budgets = budgets;
    this.figures = figures;
    this.live = live;
    this.ledger = ledger;
    this.routing = routing;
    this.forecasts = forecasts;
    this.clock = clock;
  }

  private record Key(String budgetId, long version, String period) {}

  /**
   * Takes records in order: what a budget's month has come to is kept, what it has passed becomes
   * alerts. Several thresholds of one budget passed in one jump become one message. Records of a
   * version that is no longer in force, or of a period that is no longer measured, are of no
   * interest to anybody and are left out: the topic keeps them longer than the ledger keeps what
   * was told.
   */
  public void accept(List<CrossingSeen> seen) {
    Map<Key, List<CrossingSeen>> groups = new LinkedHashMap<>();
    for (CrossingSeen crossing : seen) {
      Key key = new Key(crossing.getBudgetId(), crossing.getBudgetVersion(), crossing.getPeriod());
      groups.computeIfAbsent(key, absent -> new ArrayList<>()).add(crossing);
    }
    BudgetMeter meter = budgets.meter();
    MeasuredPeriods periods = budgets.periods();
    Map<Key, Budget> known = new LinkedHashMap<>();
    groups
        .keySet()
        .forEach(
            key ->
                budgets
                    .find(key.budgetId())
                    .filter(budget -> budget.version() == key.version())
                    .filter(budget -> periods.isMeasured(budget, key.period()))
                    .filter(budget -> hasPeriod(meter, budget, key))
                    .ifPresent(budget -> known.put(key, budget)));
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
  private record Passed(Budget budget, List<Integer> thresholds, CrossingSeen last) {}

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

  /** Raises what was passed; what the bill says of all of it is read together. */
  private void raise(List<Passed> passed) {
    if (passed.isEmpty()) {
      return;
    }
    BudgetFigures.AsKnown known = figures.now();
    BudgetMeter meter = budgets.meter();
    Map<BudgetMeter.Wanted, Passed> wanted = new LinkedHashMap<>();
    for (Passed one : passed) {
      // Of a version that was estimated before it took another form, there is nothing to tell.
      meter
          .spanOf(one.budget(), one.last().getPeriod())
          .ifPresent(span -> wanted.put(new BudgetMeter.Wanted(one.budget(), span), one));
    }
    List<Standing> standings = meter.measure(List.copyOf(wanted.keySet()), known);
    Map<Standing, List<Integer>> reached = new LinkedHashMap<>();
    for (Standing standing : standings) {
      List<Integer> percents = reached(standing, passed(wanted, standing));
      if (!percents.isEmpty()) {
        reached.put(standing, percents);
      }
    }
    DriverBook drivers = DriverBook.read(List.copyOf(reached.keySet()), known);
    List<RuntimeException> failures = new ArrayList<>();
    List<AlertLedger.Passing> passing = new ArrayList<>();
    reached.forEach(
        (standing, percents) -> {
          try {
            passing.add(
                passing(standing, percents, passed(wanted, standing).last(), drivers, known));
          } catch (RuntimeException failed) {
            // One that cannot be told keeps no other from being told; all are read again.
            failures.add(failed);
          }
        });
    failures.addAll(ledger.raiseAll(passing, routing::link));
    if (standings.size() < wanted.size()) {
      failures.add(new IllegalStateException("the bill cannot be read"));
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
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
