package io.gpuledger.cost.usage;

/**
 * A half-open range of whole minutes.
 *
 * @param from nanoseconds since the epoch
 * @param to nanoseconds since the epoch; the range is empty where it is not behind {@code from}
 */
record MinuteRange(long from, long to) {
  static final MinuteRange NONE = new MinuteRange(0, 0);

  /** The closed minutes that a range of time touches. */
  static MinuteRange closed(long fromNanos, long toNanos, long closedThrough) {
    long end =
        toNanos >= closedThrough
            ? closedThrough
            : Math.min(closedThrough, UsageFacts.minuteOf(toNanos + UsageFacts.MINUTE_NANOS - 1));
    return new MinuteRange(UsageFacts.minuteOf(fromNanos), end);
  }

  boolean isEmpty() {
    return from >= to;
  }

  boolean touches(MinuteRange other) {
    return from <= other.to && other.from <= to;
  }

  MinuteRange join(MinuteRange other) {
    return new MinuteRange(Math.min(from, other.from), Math.max(to, other.to));
  }
}
