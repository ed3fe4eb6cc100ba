package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.channel.Step;
import java.util.List;
import java.util.Optional;

/**
 * One line of the alert ledger.
 *
 * @param threshold the highest one passed, in percent
 * @param recoveredAt when its cause was seen to be over, empty until then
 * @param recoveryReason why it is over, in words
 * @param deliveries what was and will be told about it, in the order in which it is sent
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
    String acknowledgedBy,
    String acknowledgedAt,
    String recoveredAt,
    String recoveryReason,
    List<Delivery> deliveries) {
  public Alert {
    teamScope = List.copyOf(teamScope);
    deliveries = List.copyOf(deliveries);
  }

  /** The messages by which it was raised, one for each channel. */
  public List<Delivery> raisings() {
    return deliveries.stream().filter(delivery -> delivery.step() == Step.RAISED).toList();
  }

  /** The one that tells most: given up, else on its way, else delivered. */
  private Optional<Delivery> worst() {
    return raisings().stream().max((a, b) -> Integer.compare(severity(a), severity(b)));
  }

  private static int severity(Delivery delivery) {
    return switch (delivery.state()) {
      case DELIVERED -> 0;
      case QUEUED -> 1;
      case SENDING -> 2;
      case RETRYING -> 3;
      case DEAD -> 4;
    };
  }

  /**
   * Delivered to all channels, queued for one, or failed for good in one; acknowledged once
   * somebody took it on.
   */
  public String state() {
    if (!acknowledgedBy.isEmpty()) {
      return "acknowledged";
    }
    return switch (worst().map(Delivery::state).orElse(DeliveryState.DELIVERED)) {
      case DELIVERED -> "delivered";
      case QUEUED, SENDING, RETRYING -> "queued";
      case DEAD -> "failed";
    };
  }

  /** The channels that it was raised in. */
  public String channel() {
    return String.join(", ", raisings().stream().map(Delivery::channel).toList());
  }

  /** Sends begun of the message that tells most. */
  public int attempts() {
    return worst().map(Delivery::attempts).orElse(0);
  }

  /** Sends of it whose outcome is unknown. */
  public int uncertain() {
    return worst().map(Delivery::uncertain).orElse(0);
  }

  public String lastError() {
    return worst().map(Delivery::lastError).orElse("");
  }

  /** Whether a lead of these teams may see it: its budget is confined to them. */
  public boolean isWithin(List<String> teams) {
    return !teamScope.isEmpty() && teams.containsAll(teamScope);
  }
}
