package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.alert.channel.Step;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What happened to an alert after it was raised, in words, without any mark. */
final class FollowUpWords {
  private static final int NAME_LIMIT = 90;
  private static final int REASON_LIMIT = 300;

  private FollowUpWords() {}

  static String word(Step step) {
    return switch (step) {
      case RAISED -> "Raised";
      case ACKNOWLEDGED -> "Acknowledged";
      case SNOOZED -> "Snoozed";
      case ASSIGNED -> "Assigned";
      case REMINDED -> "Still open";
      case ESCALATED -> "Escalated";
      case RECOVERED -> "Recovered";
      case UPDATED -> "Updated";
    };
  }

  static String title(Alert alert, Step step) {
    return word(step) + ": " + SlackText.cut(alert.shortTitle(), 2 * NAME_LIMIT);
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

  private static String snoozed(Alert alert) {
    return alert.care().snoozedUntil().isEmpty()
        ? "The snooze is over"
        : "Snoozed by "
            + SlackText.cut(alert.care().snoozedBy(), NAME_LIMIT)
            + " until "
            + SlackText.local(LocalDateTime.parse(alert.care().snoozedLocal()))
            + " "
            + alert.care().snoozeZone()
            + at(alert.care().snoozedAt());
  }

  private static String assigned(Alert alert) {
    return alert.care().assignee().isEmpty()
        ? "Assigned to nobody"
        : "Assigned to "
            + SlackText.cut(alert.care().assignee(), NAME_LIMIT)
            + " by "
            + SlackText.cut(alert.care().assignedBy(), NAME_LIMIT)
            + at(alert.care().assignedAt());
  }

  private static String at(String instant) {
    return instant.isEmpty() ? "" : ", " + SlackText.instant(Instant.parse(instant));
  }

  /** The one sentence of a step. */
  static String sentence(Alert alert, Step step) {
    return switch (step) {
      case RAISED -> "Raised " + SlackText.instant(Instant.parse(alert.raisedAt()));
      case ACKNOWLEDGED -> acknowledged(alert);
      case SNOOZED -> snoozed(alert);
      case ASSIGNED -> assigned(alert);
      case REMINDED ->
          "It was snoozed, the time is over, and it still stands since "
              + SlackText.instant(Instant.parse(alert.raisedAt()));
      case ESCALATED ->
          "Nobody took it on since "
              + SlackText.instant(Instant.parse(alert.raisedAt()))
              + (alert.care().assignee().isEmpty()
                  ? "; nobody is named to ask next"
                  : "; asked now: " + SlackText.cut(alert.care().assignee(), NAME_LIMIT));
      case RECOVERED -> recovered(alert);
      case UPDATED -> "Some of what it gathers is over";
    };
  }

  /** What has happened since the alert was raised and still holds, oldest first. */
  static List<String> news(Alert alert) {
    // Stable: what has no time of its own was done by an older version, and stands first.
    List<Happened> happened = new ArrayList<>();
    if (!alert.acknowledgedBy().isEmpty()) {
      happened.add(new Happened(alert.acknowledgedAt(), acknowledged(alert)));
    }
    if (!alert.care().assignee().isEmpty()) {
      happened.add(new Happened(alert.care().assignedAt(), assigned(alert)));
    }
    if (!alert.care().snoozedUntil().isEmpty()) {
      happened.add(new Happened(alert.care().snoozedAt(), snoozed(alert)));
    }
    if (!alert.recoveredAt().isEmpty()) {
      happened.add(new Happened(alert.recoveredAt(), recovered(alert)));
    }
    List<String> news =
        new ArrayList<>(
            happened.stream()
                .sorted(Comparator.comparing(Happened::at))
                .map(Happened::words)
                .toList());
    if (news.isEmpty()) {
      news.add("Open");
    }
    return news;
  }

  private record Happened(String at, String words) {}
}
