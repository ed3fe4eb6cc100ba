package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.money.Amount;
import java.util.List;

/**
 * One line of the alert ledger.
 *
 * @param threshold the highest one passed, in percent
 * @param state queued, delivered or failed; acknowledged once somebody took it on
 * @param attempts sends begun
 * @param uncertain sends whose outcome is unknown: the message may stand in the channel once more
 *     than intended
 */
public record Alert(
    long id,
    String budgetId,
    long budgetVersion,
    String budgetName,
    List<String> teamScope,
    String period,
    int threshold,
    SpendKind kind,
    String currency,
    Amount spent,
    Amount limit,
    String raisedAt,
    String state,
    String channel,
    int attempts,
    int uncertain,
    String lastError,
    String acknowledgedBy,
    String acknowledgedAt) {
  public Alert {
    teamScope = List.copyOf(teamScope);
  }

  /** Whether a lead of these teams may see it: its budget is confined to them. */
  public boolean isWithin(List<String> teams) {
    return !teamScope.isEmpty() && teams.containsAll(teamScope);
  }
}
