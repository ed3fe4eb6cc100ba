package io.gpuledger.dashboard.alert.channel;

import java.util.Locale;

/** What a message tells about its alert, in the order in which it happens. */
public enum Step {
  RAISED,
  ACKNOWLEDGED,
  RECOVERED;

  /** The word in the ledger and the API. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The step of a word. */
  public static Step of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
