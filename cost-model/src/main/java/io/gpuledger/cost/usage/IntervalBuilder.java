package io.gpuledger.cost.usage;

/**
 * Cuts the time of one device into half-open intervals: each observation stands for the time until
 * the next one, at most for twice the cadence and five minutes; what is left is a gap.
 *
 * <p>The cadence is the configured one, else the median of the last ten gaps of the hour before; it
 * never looks ahead. Where no gap is known yet only the five minutes bound.
 */
public final class IntervalBuilder {
  /** The longest time that an observation may stand for. */
  static final long LONGEST_WEIGHT_NANOS = 300_000_000_000L;

  /** How far back gaps count towards the cadence. */
  static final long CADENCE_WINDOW_NANOS = 3_600_000_000_000L;

  static final int CADENCE_GAPS = 10;

  private final long[] gaps = new long[CADENCE_GAPS];

  IntervalBuilder() {}

  /**
   * The longest time that an observation may stand for at a cadence.
   *
   * @param cadenceNanos 0 or less where unknown
   */
  public static long weightCap(long cadenceNanos) {
    boolean bounds = cadenceNanos > 0 && cadenceNanos < LONGEST_WEIGHT_NANOS;
    return bounds ? Math.min(LONGEST_WEIGHT_NANOS, 2 * cadenceNanos) : LONGEST_WEIGHT_NANOS;
  }

  /** Receives intervals in order of time. */
  interface Sink {
    /**
     * Time that an observation stands for.
     *
     * @param next the observation that ends it, or the same one where the weight cap does
     */
    void observed(Observation observation, long startNanos, long endNanos, Observation next);

    /** Time in inventory for which nothing stands. */
    void gap(long startNanos, long endNanos);
  }

  /**
   * Sends the intervals that touch a range; the first and the last may reach beyond it.
   *
   * @param validity how long a device stays in inventory after an observation
   */
  void build(History history, long fromNanos, long toNanos, Validity validity, Sink sink) {
    int index = Math.max(0, history.indexFrom(fromNanos) - 1);
    if (index == history.size()) {
      return;
    }
    Observation next = history.get(index);
    for (; index < history.size(); index++) {
      Observation current = next;
      if (current.at >= toNanos) {
        return;
      }
      boolean last = index + 1 == history.size();
      next = last ? current : history.get(index + 1);
      long until = last ? Long.MAX_VALUE : next.at;
      long end = current.at + weight(history, index, current.cadenceNanos, until - current.at);
      sink.observed(current, current.at, end, end == until ? next : current);
      long gone = Math.min(until, Math.max(end, validity.endAfter(current.at)));
      if (gone > end) {
        sink.gap(end, gone);
      }
    }
  }

  private long weight(History history, int index, long configured, long untilNext) {
    return Math.min(untilNext, weightCap(configured > 0 ? configured : medianGap(history, index)));
  }

  /**
   * The median of the last ten gaps; the lower of the middle two; unbounded where none is known.
   */
  private long medianGap(History history, int index) {
    long oldest = history.at(index) - CADENCE_WINDOW_NANOS;
    int count = 0;
    for (int i = index; i > 0 && count < CADENCE_GAPS && history.at(i - 1) >= oldest; i--) {
      long gap = history.at(i) - history.at(i - 1);
      int slot = count++;
      for (; slot > 0 && gaps[slot - 1] > gap; slot--) {
        gaps[slot] = gaps[slot - 1];
      }
      gaps[slot] = gap;
    }
    return count == 0 ? Long.MAX_VALUE : gaps[(count - 1) / 2];
  }
}
