package io.gpuledger.cost.usage;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Signed additive measures of one device in one minute, verdict and hold. Mutable while it is being
 * summed; never shared after.
 */
public final class Fact {
  /** Measures, in the order of the columns of {@code gpu_usage}. */
  public enum Measure {
    STATE_NANOS(0),
    HELD_NANOS(1),
    EFFECTIVE_NANOS(2),
    BUSY_NANOS(3),
    BUSY_OBSERVED_NANOS(4),
    SM_NANOS(5),
    SM_OBSERVED_NANOS(6),
    TENSOR_NANOS(7),
    TENSOR_OBSERVED_NANOS(8),
    DRAM_NANOS(9),
    DRAM_OBSERVED_NANOS(10),
    ENERGY_MICROJOULES(11),
    ENERGY_OBSERVED_NANOS(12),
    MEMORY_BYTE_SECONDS(13),
    MEMORY_OBSERVED_NANOS(14);

    private final int index;

    Measure(int index) {
      this.index = index;
    }
  }

  private static final int MEASURES = Measure.values().length;

  private final long minuteNanos;
  private final Verdict verdict;
  private final Hold hold;
  private final long[] measures = new long[MEASURES];

  /** Busy time of each holder in the order of the hold; null where none is measured by itself. */
  private long @Nullable [] holderBusyNanos;

  Fact(long minuteNanos, Verdict verdict, Hold hold) {
    this.minuteNanos = minuteNanos;
    this.verdict = verdict;
    this.hold = hold;
  }

  boolean isKeyed(long minute, Verdict otherVerdict, Hold otherHold) {
    return minuteNanos == minute && verdict == otherVerdict && hold.equals(otherHold);
  }

  boolean isKeyedAs(Fact other) {
    return isKeyed(other.minuteNanos, other.verdict, other.hold);
  }

  void add(Measure measure, long amount) {
    measures[measure.index] += amount;
  }

  /** Adds busy time of a holder, told by its place in the order of the hold. */
  void addHolderBusy(int place, long nanos) {
    if (holderBusyNanos == null) {
      holderBusyNanos = new long[hold.size()];
    }
    holderBusyNanos[place] += nanos;
  }

  /** Takes over how the holders of another fact of the same hold share it. */
  Fact sharedAs(Fact other) {
    holderBusyNanos = other.holderBusyNanos == null ? null : other.holderBusyNanos.clone();
    return this;
  }

  /** Whether the holders of another fact of the same hold share it alike. */
  boolean isSharedAs(Fact other) {
    return Arrays.equals(
        HolderWeights.of(holderBusyNanos), HolderWeights.of(other.holderBusyNanos));
  }

  /**
   * The weights of the holders of one group, in their order: 1 where they share equally, else whole
   * numbers that average {@link HolderWeights#UNIT} over the holders of all groups.
   */
  public long[] weights(int group) {
    int before = 0;
    for (int i = 0; i < group; i++) {
      before += hold.groups().get(i).holders().size();
    }
    int holders = hold.groups().get(group).holders().size();
    long[] all = HolderWeights.of(holderBusyNanos);
    if (all == null) {
      long[] equal = new long[holders];
      Arrays.fill(equal, 1);
      return equal;
    }
    return Arrays.copyOfRange(all, before, before + holders);
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
    return measures[measure.index];
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
