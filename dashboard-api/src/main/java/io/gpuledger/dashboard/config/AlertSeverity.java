package io.gpuledger.dashboard.config;

import java.util.Locale;

/** How much an alert may disturb. */
public enum AlertSeverity {
  /** Worth a line of the day. */
  INFO,
  /** Worth a message. */
  WARNING,
  /** Wakes somebody: nothing holds it back, and only it goes to PagerDuty. */
  PAGE;

  /** The word in the file, the ledger and the API. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The severity of a word.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static AlertSeverity of(String code) {
    for (AlertSeverity severity : values()) {
      if (severity.code().equals(code)) {
        return severity;
      }
    }
    throw new IllegalArgumentException("no severity \"" + code + "\"");
  }
}
