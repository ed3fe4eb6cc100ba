package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.PeriodKind;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.alert.CrossingLedger;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What ends alerts about budgets: a spend that fell below the threshold, which the channels are
 * told; and a new period, a changed or a deleted budget, which end them quietly.
 */
final class BudgetRecovery {
  private final AlertLedger ledger;
  private final Instant begun;
  private final CrossingLedger.Crossed crossed;
  private final Map<String, List<CrossingLedger.Place>> standingOf;
  private final Map<Key, BudgetMeter.Wanted> measured = new HashMap<>();
  private final Map<String, Set<Long>> versions = new HashMap<>();
  private final Set<List<String>> periods = new HashSet<>();
  private final Set<String> rolling = new HashSet<>();

  private record Key(String budgetId, long version, String period) {}

  private BudgetRecovery(AlertLedger ledger, Instant begun, CrossingLedger.Crossed crossed) {
    this.ledger = ledger;
    this.begun = begun;
    this.crossed = crossed;
    this.standingOf =
        crossed.standing().stream().collect(Collectors.groupingBy(CrossingLedger.Place::budgetId));
  }

  /** Begins a round over all budgets in force, each in its periods whose bills still arrive. */
  static BudgetRecovery ofBills(
      AlertLedger ledger, Instant now, List<BudgetMeter.Wanted> measured) {
    Set<String> periods = new TreeSet<>();
    Set<String> rolling = new TreeSet<>();
    for (BudgetMeter.Wanted one : measured) {
      periods.add(one.span().key());
      if (isRolling(one.budget())) {
        rolling.add(one.budget().id());
      }
    }
    BudgetRecovery recovery =
        new BudgetRecovery(ledger, now, ledger.crossings().in(periods, rolling));
    measured.forEach(recovery::isMeasured);
    return recovery;
  }

  /** Begins to take what the spend guard said of some budgets, each in a period. */
  static BudgetRecovery ofEstimates(AlertLedger ledger, Map<CrossingLedger.Place, Budget> budgets) {
    Set<String> rolling =
        budgets.values().stream()
            .filter(BudgetRecovery::isRolling)
            .map(Budget::id)
            .collect(Collectors.toSet());
    return new BudgetRecovery(
        ledger, Instant.EPOCH, ledger.crossings().at(budgets.keySet(), rolling));
  }

  private void isMeasured(BudgetMeter.Wanted one) {
    Budget budget = one.budget();
    measured.put(new Key(budget.id(), budget.version(), one.span().key()), one);
    periods.add(List.of(budget.id(), one.span().key()));
    if (isRolling(budget)) {
      rolling.add(budget.id());
    }
    versions.computeIfAbsent(budget.id(), none -> new TreeSet<>()).add(budget.version());
  }

  /**
   * Takes what a budget's period has come to by the bill: what it fell below is over. Of a rolling
   * period the newest tells of all before.
   */
  void measured(Standing standing) {
    Budget budget = standing.budget();
    for (CrossingLedger.Place place : standingOf.getOrDefault(budget.id(), List.of())) {
      boolean own = place.version() == budget.version() && place.kind() == SpendKind.FROM_BILL;
      if (own && (isRolling(budget) || place.period().equals(standing.span().key()))) {
        var unused = ledger.crossings().settle(place, standing.limit(), standing.spent());
      }
    }
  }

  private static boolean isRolling(Budget budget) {
    return budget.plan().period().kind() == PeriodKind.ROLLING;
  }

  /** As {@link #measured}, by the estimate to date. */
  void estimated(Budget budget, String period, Amount limit, Amount spent) {
    for (CrossingLedger.Place place : standingOf.getOrDefault(budget.id(), List.of())) {
      boolean own = place.version() == budget.version() && place.kind() == SpendKind.ESTIMATED;
      if (own && (isRolling(budget) || place.period().equals(period))) {
        var unused = ledger.crossings().settle(place, limit, spent);
      }
    }
  }

  /** Whether a threshold recovered by the estimate to date, and may be crossed again. */
  boolean mayCrossAgain(Budget budget, String period) {
    CrossingLedger.Place now = estimated(budget, period);
    return crossed.recovered().contains(now)
        || (isRolling(budget)
            && crossed.recovered().stream()
                .anyMatch(
                    place ->
                        place.budgetId().equals(now.budgetId())
                            && place.version() == now.version()
                            && place.kind() == now.kind()));
  }

  static CrossingLedger.Place estimated(Budget budget, String period) {
    return new CrossingLedger.Place(budget.id(), budget.version(), period, SpendKind.ESTIMATED);
  }

  /** Ends quietly what no measurement can end any more. */
  void closeWhatIsOver() {
    for (CrossingLedger.Open alert : ledger.crossings().openOfBudgets()) {
      // What was raised meanwhile may be about a budget that this round does not know.
      boolean before = Instant.parse(alert.raisedAt()).isBefore(begun);
      String reason = before ? over(alert) : "";
      if (!reason.isEmpty()) {
        var unused = ledger.close(alert.id(), reason);
      }
    }
  }

  /** Why an alert is over by itself, in words; empty if it is not. */
  private String over(CrossingLedger.Open alert) {
    Set<Long> known = versions.getOrDefault(alert.budgetId(), Set.of());
    if (known.isEmpty()) {
      return "the budget is gone";
    }
    if (!known.contains(alert.version())) {
      return "the budget was changed";
    }
    BudgetMeter.Wanted one =
        measured.get(new Key(alert.budgetId(), alert.version(), alert.period()));
    if (one == null && periods.contains(List.of(alert.budgetId(), alert.period()))) {
      return "the budget was changed";
    }
    if (one == null) {
      return rolls(alert) ? "" : "its period is over";
    }
    Instant end = one.span().range().end();
    boolean raisedWithin = Instant.parse(alert.raisedAt()).isBefore(end);
    return !end.isAfter(begun) && raisedWithin ? "its period is over" : "";
  }

  private boolean rolls(CrossingLedger.Open alert) {
    return rolling.contains(alert.budgetId());
  }
}
