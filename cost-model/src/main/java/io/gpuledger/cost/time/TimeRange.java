package io.gpuledger.cost.time;

import java.time.Duration;
import java.time.Instant;

/**
 * A half-open range of instants. Touching ranges do not overlap.
 *
 * @param start first instant inside
 * @param end first instant after; later than {@code start}
 */
public record TimeRange(Instant start, Instant end) {
  public TimeRange {
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("start " + start + " is not before end " + end);
    }
  }

  public boolean contains(Instant at) {
    return !at.isBefore(start) && at.isBefore(end);
  }

  public boolean overlaps(TimeRange other) {
    return start.isBefore(other.end) && other.start.isBefore(end);
  }

  public Duration length() {
    return Duration.between(start, end);
  }
}
