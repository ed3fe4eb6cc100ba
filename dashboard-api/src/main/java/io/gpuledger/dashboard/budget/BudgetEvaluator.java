package io.gpuledger.dashboard.budget;

import static java.util.stream.Collectors.joining;

import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.ChargePart;
import io.gpuledger.cost.budget.PeriodKind;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.alert.ReportedThresholds;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures every budget against the bill, in each period whose bills still arrive. {@link
 * EvaluationThread} says when.
 */
public final class BudgetEvaluator {
  private static final Logger LOG = LoggerFactory.getLogger(BudgetEvaluator.class);

  private final BudgetService budgets;
  private final BudgetFigures figures;
  private final LiveSpend live;
  private final AlertLedger ledger;
  private final AlertRouting routing;
  private final KnownForecasts forecasts;
  private final Clock clock;
  private volatile Instant evaluatedHour = Instant.EPOCH;

  public BudgetEvaluator(
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

  /** Whether time has brought a version into force, or another hour, since it was asked last. */
  boolean isDue() {
    budgets.tellDue();
    Instant hour = clock.instant().truncatedTo(ChronoUnit.HOURS);
    return !hour.equals(evaluatedHour);
  }

  /**
   * Evaluates all budgets in one snapshot; one that cannot be measured does not keep the others
   * from it.
   *
   * @return whether all of them were measured
   */
  public boolean evaluate() {
    Instant now = clock.instant();
    evaluatedHour = now.truncatedTo(ChronoUnit.HOURS);
    BudgetFigures.AsKnown known = figures.now();
    BudgetMeter meter = budgets.meter();
    List<BudgetMeter.Wanted> wanted = wanted(meter, now);
    List<Standing> standings = meter.measure(wanted, known);
    BudgetRecovery recovery = BudgetRecovery.ofBills(ledger, now, wanted);
    boolean measured = standings.size() == wanted.size();
    standings.forEach(recovery::measured);
    Set<String> periods = new TreeSet<>();
    standings.forEach(standing -> periods.add(standing.span().key()));
    ReportedThresholds reported = ledger.crossings().reported(SpendKind.FROM_BILL, periods);
    Map<Standing, List<Integer>> fresh = new LinkedHashMap<>();
    for (Standing standing : standings) {
      List<Integer> percents = fresh(standing, reported);
      if (!percents.isEmpty()) {
        fresh.put(standing, percents);
      }
    }
    DriverBook drivers = DriverBook.read(List.copyOf(fresh.keySet()), known);
    for (Map.Entry<Standing, List<Integer>> told : fresh.entrySet()) {
      Standing standing = told.getKey();
      try {
        report(standing, told.getValue(), drivers.of(standing), known);
      } catch (RuntimeException e) {
        LOG.error(
            "budget {} cannot be reported for {}",
            standing.budget().id(),
            standing.span().key(),
            e);
        measured = false;
      }
    }
    recovery.closeWhatIsOver();
    return measured;
  }

  /** Every budget in its open periods, those that are over by the version that they ended with. */
  private List<BudgetMeter.Wanted> wanted(BudgetMeter meter, Instant now) {
    List<BudgetMeter.Wanted> wanted = new ArrayList<>();
    for (Budget budget : budgets.list()) {
      for (BudgetSpan span : meter.open(budget, now)) {
        if (budgets.measures(budget, span)) {
          wanted.add(new BudgetMeter.Wanted(budgets.versionFor(budget, span), span));
        }
      }
    }
    return wanted;
  }

  /** The thresholds that were reached and not told yet. */
  private List<Integer> fresh(Standing standing, ReportedThresholds reported) {
    List<Integer> fresh = new ArrayList<>(standing.reached());
    if (fresh.isEmpty()) {
      return fresh;
    }
    Budget budget = standing.budget();
    fresh.removeAll(reported.of(budget.id(), budget.version(), standing.span().key()));
    if (!fresh.isEmpty() && budget.plan().period().kind() == PeriodKind.ROLLING) {
      // Its days overlap those of yesterday's: it tells again only when none of them do any more.
      fresh.removeAll(
          RollingPeriods.stillTold(
              ledger.crossings().of(budget.id()),
              budget.version(),
              SpendKind.FROM_BILL,
              standing.span()));
    }
    return fresh;
  }

  private void report(
      Standing standing,
      List<Integer> fresh,
      List<AlertFacts.Driver> drivers,
      BudgetFigures.AsKnown known) {
    Budget budget = standing.budget();
    String period = standing.span().key();
    Optional<LiveSpend.Seen> seen = seen(standing);
    Instant at = clock.instant();
    Spent spent = new Spent(standing.spent(), seen.flatMap(LiveSpend.Seen::estimate));
    AlertFacts facts =
        new AlertFacts(
            budget.facts(standing.span(), standing.limit()),
            period,
            fresh,
            SpendKind.FROM_BILL,
            spent,
            seen.flatMap(live -> live.burn(at)),
            seen.flatMap(live -> live.causeNow(at)),
            drivers,
            unknowns(known, standing, seen, at),
            at,
            forecasts.find(budget, period, spent.counted()),
            seen.map(live -> live.burned().paces(at, standing.span(), standing.limit()))
                .orElse(List.of()));
    ledger.raise(facts, routing.targets(budget, facts.alertKind()), routing::link);
  }

  private Optional<LiveSpend.Seen> seen(Standing standing) {
    return live.find(standing.budget(), standing.span().key());
  }

  /** What the figures do not cover: sources, coverage, prices, currencies, estimates. */
  static List<String> unknowns(
      BudgetFigures.AsKnown known, Standing standing, Optional<LiveSpend.Seen> seen, Instant now) {
    Budget budget = standing.budget();
    List<String> unknowns = new ArrayList<>(known.unknowns(budget.scope()));
    seen.flatMap(live -> live.oldBurnInWords(now, budget.currency())).ifPresent(unknowns::add);
    seen.map(LiveSpend.Seen::unpriced)
        .orElse(List.of())
        .forEach(model -> unknowns.add("no price for " + model + ": its hours are not counted"));
    seen.filter(live -> live.unknownDays() > 0)
        .ifPresent(live -> unknowns.add(live.unknownDaysInWords()));
    if (isByEstimate(standing, seen) && !budget.unseenParts().isEmpty()) {
      unknowns.add(
          "days that are not settled go by device time where no larger bill is there: without "
              + budget.unseenParts().stream().map(ChargePart::words).collect(joining(", ")));
    }
    standing
        .notCounted()
        .forEach(
            (currency, amount) ->
                unknowns.add(
                    shown(currency, amount)
                        + " is not counted: the budget is in "
                        + budget.currency()));
    return unknowns;
  }

  private static boolean isByEstimate(Standing standing, Optional<LiveSpend.Seen> seen) {
    return new Spent(standing.spent(), seen.flatMap(LiveSpend.Seen::estimate)).kind()
        == SpendKind.ESTIMATED;
  }

  private static String shown(String currency, Amount amount) {
    return currency + " " + amount.displayed(2).toPlainString();
  }
}
