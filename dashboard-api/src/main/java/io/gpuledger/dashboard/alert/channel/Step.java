package io.gpuledger.dashboard.alert.channel;

import java.util.Locale;

/** What a message tells about its alert, in the order in which it happens. */
public enum Step {
  RAISED,
  ACKNOWLEDGED,
  /** Somebody put it off. */
  SNOOZED,
  /** Somebody is responsible now. */
  ASSIGNED,
  /** What was put off still stands. */
  REMINDED,
  /** Nobody took it on in time. */
  ESCALATED,
  RECOVERED,
  /** Of a message that gathers others: some of them are over since. */
  UPDATED;

  /** Whether it stands as a message of its own also where messages can be changed. */
  public boolean isOwnMessage() {
    return this == RAISED || this == REMINDED || this == ESCALATED;
  }

  /** The word in the ledger and the API. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The step of a word. */
  public static Step of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
