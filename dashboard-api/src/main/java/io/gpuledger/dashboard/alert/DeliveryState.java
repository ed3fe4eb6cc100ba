package io.gpuledger.dashboard.alert;

import java.util.Locale;

/** How far a message to a channel is. */
public enum DeliveryState {
  QUEUED,
  /** Begun, without an outcome so far. */
  SENDING,
  DELIVERED,
  /** An attempt failed, another follows. */
  RETRYING,
  /** Given up; an admin may have it tried again. */
  DEAD,
  /** Waits for a time at which it is gathered with others: the channel is quiet, or was flooded. */
  HELD,
  /** Told by the message that gathered it. */
  GATHERED,
  /** Recorded during maintenance and never sent. */
  SUPPRESSED;

  /** The word in the ledger and the API. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether its reader has it, or will, as a message of its own. */
  boolean isOwnTelling() {
    return this != HELD && this != GATHERED && this != SUPPRESSED;
  }

  static DeliveryState of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
