package io.gpuledger.cost.usage;

/** What one observation says of the time it stands for: the state, and the rule that gave it. */
public enum Verdict {
  PRODUCTIVE(State.PRODUCTIVE, ""),
  /** Productive by the degraded rule: neither multiprocessor nor tensor activity was measured. */
  PRODUCTIVE_BY_BUSY_ONLY(State.PRODUCTIVE, "busy_only"),
  ACTIVE(State.ACTIVE, ""),
  ACTIVE_BY_BUSY_ONLY(State.ACTIVE, "busy_only"),
  HELD_IDLE(State.HELD_IDLE, ""),
  UNALLOCATED(State.UNALLOCATED, ""),
  /** A sample came, but without the busy ratio. */
  UNOBSERVED_NO_BUSY(State.UNOBSERVED, "no_busy"),
  /** No sample stands for this time. */
  UNOBSERVED_GAP(State.UNOBSERVED, "gap");

  private static final Verdict[] VALUES = values();

  private final State state;
  private final String reason;

  Verdict(State state, String reason) {
    this.state = state;
    this.reason = reason;
  }

  public State state() {
    return state;
  }

  /** The {@code state_reason} of the tables; empty for the plain rule. */
  public String reason() {
    return reason;
  }

  public static Verdict ofOrdinal(int ordinal) {
    return VALUES[ordinal];
  }
}
