package io.gpuledger.dashboard.alert;

/** A button of a message in Slack that acts. */
public enum SlackAction {
  ACKNOWLEDGE("acknowledge", "Acknowledge"),
  /** Puts the alert off until the same time of the wall clock tomorrow. */
  SNOOZE("snooze_1_day", "Snooze 1 day");

  private final String code;
  private final String words;

  SlackAction(String code, String words) {
    this.code = code;
    this.words = words;
  }

  /** What Slack calls it when it is pressed. */
  public String code() {
    return code;
  }

  String words() {
    return words;
  }
}
