package io.gpuledger.cost.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

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

  /** What both ranges have in common. */
  public Optional<TimeRange> intersection(TimeRange other) {
    return overlaps(other)
        ? Optional.of(
            new TimeRange(
                start.isAfter(other.start) ? start : other.start,
                end.isBefore(other.end) ? end : other.end))
        : Optional.empty();
  }

  /** How much of the range lies before an instant: from zero to {@link #length()}. */
  public Duration before(Instant at) {
    if (!at.isAfter(start)) {
      return Duration.ZERO;
    }
    return Duration.between(start, at.isBefore(end) ? at : end);
  }

  public Duration length() {
    return Duration.between(start, end);
  }
}
