package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.alert.AlertLedger;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What ends alerts about budgets: a spend that fell below the threshold, which the channels are
 * told; and a new period, a changed or a deleted budget, which end them quietly.
 */
final class BudgetRecovery {
  private final AlertLedger ledger;
  private final Instant begun;
  private final AlertLedger.Crossed crossed;
  private final Map<String, Long> versions = new HashMap<>();
  private final Map<String, Now> periods = new HashMap<>();

  private BudgetRecovery(AlertLedger ledger, Instant begun) {
    this.ledger = ledger;
    this.begun = begun;
    this.crossed = ledger.crossed();
  }

  /** Begins a round over all budgets in force. */
  static BudgetRecovery begin(AlertLedger ledger, Instant now) {
    return new BudgetRecovery(ledger, now);
  }

  /**
   * The periods of a budget.
   *
   * @param current the one that runs
   * @param currentStart its first instant
   * @param previous the one before, whose bills still arrive
   */
  record Now(String current, Instant currentStart, String previous) {}

  /** Tells that a budget is in force, and which period runs. */
  void inForce(Budget budget, Now periods) {
    versions.put(budget.id(), budget.version());
    this.periods.put(budget.id(), periods);
  }

  /** Takes what a budget's period has come to: what it fell below is over. */
  void measured(Budget budget, String period, SpendKind kind, Amount spent) {
    AlertLedger.Place place = new AlertLedger.Place(budget.id(), budget.version(), period, kind);
    if (crossed.standing().contains(place)) {
      var unused = ledger.settle(place, budget.limit(), spent);
    }
  }

  /** Whether some threshold of this place recovered and may be crossed again. */
  boolean mayCrossAgain(Budget budget, String period, SpendKind kind) {
    return crossed
        .recovered()
        .contains(new AlertLedger.Place(budget.id(), budget.version(), period, kind));
  }

  /** Ends quietly what no measurement can end any more. */
  void closeWhatIsOver() {
    for (Alert alert : ledger.openOfBudgets()) {
      // What was raised meanwhile may be about a budget that this round does not know.
      boolean before = Instant.parse(alert.raisedAt()).isBefore(begun);
      String reason = before ? over(alert) : "";
      if (!reason.isEmpty()) {
        var unused = ledger.close(alert.id(), reason);
      }
    }
  }

  /** Why an alert is over by itself, in words; empty if it is not. */
  private String over(Alert alert) {
    Long version = versions.get(alert.budgetId());
    Now now = periods.get(alert.budgetId());
    if (version == null || now == null) {
      return "the budget is gone";
    }
    if (alert.budgetVersion() < version) {
      return "the budget was changed";
    }
    boolean current = alert.period().equals(now.current());
    boolean lateOfPrevious =
        alert.period().equals(now.previous())
            && !Instant.parse(alert.raisedAt()).isBefore(now.currentStart());
    return current || lateOfPrevious ? "" : "its period is over";
  }
}
