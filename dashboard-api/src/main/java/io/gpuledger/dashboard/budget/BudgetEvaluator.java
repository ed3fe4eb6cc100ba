package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.alert.AlertLedger;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures every budget against the bill: this month and the last, whose bills still arrive. {@link
 * EvaluationThread} says when.
 */
public final class BudgetEvaluator {
  private static final Logger LOG = LoggerFactory.getLogger(BudgetEvaluator.class);
  static final int DRIVERS = 3;

  private final BudgetService budgets;
  private final BudgetFigures figures;
  private final LiveSpend live;
  private final AlertLedger ledger;
  private final AlertRouting routing;
  private final Clock clock;

  public BudgetEvaluator(
      BudgetService budgets,
      BudgetFigures figures,
      LiveSpend live,
      AlertLedger ledger,
      AlertRouting routing,
      Clock clock) {
    this.budgets = budgets;
    this.figures = figures;
    this.live = live;
    this.ledger = ledger;
    this.routing = routing;
    this.clock = clock;
  }

  /**
   * Evaluates all budgets in one snapshot; one that cannot be measured does not keep the others
   * from it.
   *
   * @return whether all of them were measured
   */
  public boolean evaluate() {
    boolean measured = true;
    YearMonth now = BudgetPeriod.of(clock.instant());
    BudgetFigures.AsKnown known = figures.now();
    BudgetRecovery recovery = BudgetRecovery.begin(ledger, clock.instant());
    for (Budget budget : budgets.list()) {
      recovery.inForce(
          budget,
          new BudgetRecovery.Now(
              now.toString(), BudgetPeriod.range(now).start(), now.minusMonths(1).toString()));
      for (YearMonth month : List.of(now.minusMonths(1), now)) {
        try {
          evaluate(budget, month, known, recovery);
        } catch (RuntimeException e) {
          LOG.error("budget {} cannot be measured for {}", budget.id(), month, e);
          measured = false;
        }
      }
    }
    recovery.closeWhatIsOver();
    return measured;
  }

  private void evaluate(
      Budget budget, YearMonth month, BudgetFigures.AsKnown known, BudgetRecovery recovery) {
    Filter filter = Filter.parse(budget.filter());
    TimeRange range = BudgetPeriod.range(month);
    Amount billed = known.billed(filter, budget.currency(), range);
    recovery.measured(budget, month.toString(), SpendKind.FROM_BILL, billed);
    List<Integer> reached = budget.reached(month, billed);
    if (reached.isEmpty()) {
      return;
    }
    Optional<LiveSpend.Seen> seen = live.find(budget, month.toString());
    Instant at = clock.instant();
    AlertFacts facts =
        new AlertFacts(
            budget.facts(),
            month.toString(),
            reached,
            SpendKind.FROM_BILL,
            new Spent(billed, seen.flatMap(LiveSpend.Seen::estimate)),
            seen.flatMap(live -> live.burn(at)),
            seen.flatMap(live -> live.causeNow(at)),
            known.topDrivers(filter, budget.currency(), range, DRIVERS),
            unknowns(known, budget, seen),
            at);
    ledger.raise(facts, routing.targets(budget, facts.alertKind()), routing::link);
  }

  /** What the figures do not cover: sources, coverage, prices. */
  static List<String> unknowns(
      BudgetFigures.AsKnown known, Budget budget, Optional<LiveSpend.Seen> seen) {
    List<String> unknowns = new ArrayList<>(known.unknowns(budget.scope()));
    seen.map(LiveSpend.Seen::unpriced)
        .orElse(List.of())
        .forEach(model -> unknowns.add("no price for " + model + ": its hours are not counted"));
    return unknowns;
  }
}
