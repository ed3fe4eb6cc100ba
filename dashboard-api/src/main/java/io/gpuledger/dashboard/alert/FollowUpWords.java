package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Step;
import java.time.Instant;

/** What happened to an alert after it was raised, in words, without any mark. */
final class FollowUpWords {
  private static final int NAME_LIMIT = 90;
  private static final int REASON_LIMIT = 300;

  private FollowUpWords() {}

  static String word(Step step) {
    return switch (step) {
      case RAISED -> "Raised";
      case ACKNOWLEDGED -> "Acknowledged";
      case RECOVERED -> "Recovered";
    };
  }

  static String title(Alert alert, Step step) {
    return word(step)
        + ": "
        + SlackText.cut(alert.budgetName(), NAME_LIMIT)
        + ", "
        + alert.threshold()
        + " % of "
        + SlackText.month(alert.period());
  }

  static String acknowledged(Alert alert) {
    return "Acknowledged by "
        + SlackText.cut(alert.acknowledgedBy(), NAME_LIMIT)
        + ", "
        + SlackText.instant(Instant.parse(alert.acknowledgedAt()));
  }

  static String recovered(Alert alert) {
    String reason = SlackText.cut(alert.recoveryReason(), REASON_LIMIT);
    return "Recovered "
        + SlackText.instant(Instant.parse(alert.recoveredAt()))
        + (reason.isEmpty() ? "" : ": " + reason);
  }

  /** The one sentence of a step. */
  static String sentence(Alert alert, Step step) {
    return switch (step) {
      case RAISED -> "Raised " + SlackText.instant(Instant.parse(alert.raisedAt()));
      case ACKNOWLEDGED -> acknowledged(alert);
      case RECOVERED -> recovered(alert);
    };
  }
}
