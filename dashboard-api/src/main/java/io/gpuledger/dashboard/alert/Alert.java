package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertSeverity;
import java.util.List;
import java.util.Optional;

/**
 * One line of the alert ledger.
 *
 * @param threshold the highest one passed, in percent
 * @param recoveredAt when its cause was seen to be over, empty until then
 * @param recoveryReason why it is over, in words
 * @param deliveries what was and will be told about it, in the order in which it is sent
 * @param about what it is about; the columns of budgets are empty where it is not a budget
 * @param care who cares for it
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
    List<Delivery> deliveries,
    About about,
    Care care) {
  public Alert {
    teamScope = List.copyOf(teamScope);
    deliveries = List.copyOf(deliveries);
  }

  /**
   * What it is about.
   *
   * @param subject within the kind; the budget of a budget's alert
   * @param episode which time of it
   * @param title one line, empty for an alert of an older version
   * @param owner who answered for it when it was raised, or empty
   * @param told what it said, empty for an alert of an older version
   */
  public record About(
      AlertKind kind,
      String subject,
      String episode,
      AlertSeverity severity,
      String title,
      String owner,
      Optional<Told> told) {}

  /**
   * Who cares for it. Empty text stands for none.
   *
   * @param snoozedUntil an instant; empty where it is not put off now
   * @param snoozedLocal the wall clock time that was meant, in {@code snoozeZone}
   * @param snoozedAt when somebody put it off, empty for what was done by an older version
   * @param assignee who is responsible now
   * @param reason what somebody noted
   * @param escalateAt when somebody else is asked, unless it is taken on
   */
  public record Care(
      String snoozedUntil,
      String snoozedLocal,
      String snoozeZone,
      String snoozedBy,
      String snoozedAt,
      String assignee,
      String assignedBy,
      String assignedAt,
      String reason,
      String escalateAt,
      String escalatedAt) {
    public static final Care NONE = new Care("", "", "", "", "", "", "", "", "", "", "");
  }

  /** Whether it still asks for somebody. */
  public boolean isOpen() {
    return recoveredAt.isEmpty();
  }

  /** How it stands, apart from its messages. */
  public String status() {
    if (!isOpen()) {
      return "recovered";
    }
    if (!care.snoozedUntil().isEmpty()) {
      return "snoozed";
    }
    return acknowledgedBy.isEmpty() ? "open" : "acknowledged";
  }

  /** What it is about, in a line without what happened since. */
  String shortTitle() {
    return about.kind().isBudget()
        ? SlackText.cut(budgetName, 90) + ", " + threshold + " % of " + SlackText.month(period)
        : about.title();
  }

  /** The messages by which it was raised, one for each channel. */
  public List<Delivery> raisings() {
    return deliveries.stream().filter(delivery -> delivery.step() == Step.RAISED).toList();
  }

  /** The first of these channels that it was told in by a message of its own; empty if none. */
  public Optional<String> toldIn(List<String> channels) {
    return deliveries.stream()
        .filter(delivery -> delivery.step().isOwnMessage() && delivery.state().isOwnTelling())
        .map(Delivery::channel)
        .filter(channels::contains)
        .findFirst();
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
      case GATHERED, SUPPRESSED, HELD -> 0;
    };
  }

  /**
   * Delivered to all channels, queued for one, or failed for good in one; held where it waits to be
   * gathered, suppressed where maintenance kept it; acknowledged once somebody took it on.
   */
  public String state() {
    if (!acknowledgedBy.isEmpty()) {
      return "acknowledged";
    }
    return switch (worst().map(Delivery::state).orElse(DeliveryState.DELIVERED)) {
      case DELIVERED, GATHERED -> "delivered";
      case QUEUED, SENDING, RETRYING -> "queued";
      case DEAD -> "failed";
      case HELD -> "held";
      case SUPPRESSED -> "suppressed";
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
