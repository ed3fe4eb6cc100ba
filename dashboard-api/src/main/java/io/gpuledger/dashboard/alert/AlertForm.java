package io.gpuledger.dashboard.alert;

import io.gpuledger.dashboard.config.ChannelKind;
import java.util.List;
import java.util.Optional;

/** What a message says in the form of one kind of channel. Made of facts only, without a secret. */
interface AlertForm {
  /** A message of its own: the one that an alert is raised with, or that tells it once more. */
  String raised(AlertContent content, Envelope envelope);

  /**
   * The message that tells of a later step.
   *
   * @param alert as it stands now
   * @param raised the message that the alert was raised with
   * @return empty where the channel is not told of this step
   */
  Optional<String> followUp(Alert alert, Envelope envelope, String raised);

  /**
   * A message that gathers alerts, changed to say which of them are over.
   *
   * @param raised the message as it was sent first
   * @param over those that are over, of as many as it may list
   * @param overInAll how many of all that it gathers are over
   * @param gathered how many it gathers
   * @return empty where the channel cannot change a message
   */
  default Optional<String> gatheredOver(
      String raised, List<Alert> over, int overInAll, int gathered) {
    return Optional.empty();
  }

  /** The form of a kind. */
  static AlertForm of(ChannelKind kind) {
    return switch (kind) {
      case SLACK -> SlackForm.WEBHOOK;
      case SLACK_BOT -> SlackForm.BOT;
      case EMAIL -> new MailForm();
      case TEAMS -> new TeamsForm();
      case PAGERDUTY -> new PagerDutyForm();
      case WEBHOOK -> new CloudEventForm();
    };
  }
}
