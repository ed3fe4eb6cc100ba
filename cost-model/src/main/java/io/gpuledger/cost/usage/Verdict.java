package io.gpuledger.cost.usage;

/** What one observation says of the time it stands for: the state, and the rule that gave it. */
public enum Verdict {
  PRODUCTIVE(0, State.PRODUCTIVE, ""),
  /** Productive by the degraded rule: neither multiprocessor nor tensor activity was measured. */
  PRODUCTIVE_BY_BUSY_ONLY(1, State.PRODUCTIVE, "busy_only"),
  ACTIVE(2, State.ACTIVE, ""),
  ACTIVE_BY_BUSY_ONLY(3, State.ACTIVE, "busy_only"),
  HELD_IDLE(4, State.HELD_IDLE, ""),
  UNALLOCATED(5, State.UNALLOCATED, ""),
  /** A sample came, but without the busy ratio. */
  UNOBSERVED_NO_BUSY(6, State.UNOBSERVED, "no_busy"),
  /** No sample stands for this time. */
  UNOBSERVED_GAP(7, State.UNOBSERVED, "gap");

  /** In order of their numbers. */
  private static final Verdict[] VALUES = values();

  private final int number;
  private final State state;
  private final String reason;

  Verdict(int number, State state, String reason) {
    this.number = number;
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

  /** The number in stored state; never reused. */
  public int number() {
    return number;
  }

  public static Verdict ofNumber(int number) {
    return VALUES[number];
  }
}
