package io.gpuledger.cost.usage;

/**
 * Signed additive measures of one device in one minute, verdict and hold. Mutable while it is being
 * summed; never shared after.
 */
public final class Fact {
  /** Measures, in the order of the columns of {@code gpu_usage}. */
  public enum Measure {
    STATE_NANOS,
    HELD_NANOS,
    EFFECTIVE_NANOS,
    BUSY_NANOS,
    BUSY_OBSERVED_NANOS,
    SM_NANOS,
    SM_OBSERVED_NANOS,
    TENSOR_NANOS,
    TENSOR_OBSERVED_NANOS,
    DRAM_NANOS,
    DRAM_OBSERVED_NANOS,
    ENERGY_MICROJOULES,
    ENERGY_OBSERVED_NANOS,
    MEMORY_BYTE_SECONDS,
    MEMORY_OBSERVED_NANOS;

    static final int COUNT = values().length;
  }

  private final long minuteNanos;
  private final Verdict verdict;
  private final Hold hold;
  private final long[] measures = new long[Measure.COUNT];

  Fact(long minuteNanos, Verdict verdict, Hold hold) {
    this.minuteNanos = minuteNanos;
    this.verdict = verdict;
    this.hold = hold;
  }

  boolean isKeyed(long minute, Verdict otherVerdict, Hold otherHold) {
    return minuteNanos == minute
        && verdict == otherVerdict
        && (hold == otherHold || hold.equals(otherHold));
  }

  boolean isKeyedAs(Fact other) {
    return isKeyed(other.minuteNanos, other.verdict, other.hold);
  }

  void add(Measure measure, long amount) {
    measures[measure.ordinal()] += amount;
  }

  /** Start of the minute, nanoseconds since the epoch. */
  public long minuteNanos() {
    return minuteNanos;
  }

  public Verdict verdict() {
    return verdict;
  }

  public Hold hold() {
    return hold;
  }

  public long get(Measure measure) {
    return measures[measure.ordinal()];
  }

  /**
   * The part of a measure that falls to one group of the hold: in proportion to its holders,
   * rounded so that the parts of all groups sum to the whole.
   */
  public long part(Measure measure, int group) {
    long whole = get(measure);
    int groups = hold.groups().size();
    if (groups <= 1) {
      return whole;
    }
    int before = 0;
    for (int i = 0; i < group; i++) {
      before += hold.groups().get(i).holders().size();
    }
    int after = before + hold.groups().get(group).holders().size();
    int all = hold.size();
    // Division towards zero, so that the part of a fact taken back is minus the part once stated.
    return Math.multiplyExact(whole, (long) after) / all
        - Math.multiplyExact(whole, (long) before) / all;
  }
}
