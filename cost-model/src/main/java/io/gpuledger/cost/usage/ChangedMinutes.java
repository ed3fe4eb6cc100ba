package io.gpuledger.cost.usage;

import java.util.List;
import java.util.stream.Stream;

/**
 * The closed minutes whose facts one observation may change; whole ones, because the groups of a
 * hold share the fact of a minute as a whole. The gap behind the latest observation keeps its facts
 * but for its beginning, however far it is closed.
 *
 * @param weights where observations may stand for more or less time than before: from the one
 *     before, whose interval ends earlier now, to the last one whose cadence counts the new gap
 * @param tail by which the valid time of the device becomes longer
 * @param extendsStart whether valid time begins earlier now; then everything behind may change
 */
record ChangedMinutes(MinuteRange weights, MinuteRange tail, boolean extendsStart) {
  /**
   * What an observation may change.
   *
   * @param device without the observation
   * @param at the instant of the observation
   * @param validity of the device before
   * @param closedThrough the end of the last closed minute
   */
  static ChangedMinutes by(DeviceUsage device, long at, Validity validity, long closedThrough) {
    if (at < device.firstAt) {
      return new ChangedMinutes(
          MinuteRange.closed(at, closedThrough, closedThrough), MinuteRange.NONE, true);
    }
    return new ChangedMinutes(
        weights(device.history, at, closedThrough),
        tail(device, at, validity, closedThrough),
        false);
  }

  private static MinuteRange weights(History history, long at, long closedThrough) {
    int index = history.indexFrom(at);
    long from = at;
    if (index > 0 && at - history.at(index - 1) <= IntervalBuilder.LONGEST_WEIGHT_NANOS) {
      from = history.at(index - 1);
    }
    // One observation counts in the cadence of the ten after it.
    int last = index + IntervalBuilder.CADENCE_GAPS + 2;
    long to;
    if (last < history.size()) {
      to = history.at(last);
    } else {
      long newest = history.size() == 0 ? at : Math.max(at, history.at(history.size() - 1));
      to = newest + IntervalBuilder.LONGEST_WEIGHT_NANOS;
    }
    return MinuteRange.closed(from, to, closedThrough);
  }

  private static MinuteRange tail(
      DeviceUsage device, long at, Validity validity, long closedThrough) {
    if (at <= device.lastAt) {
      return MinuteRange.NONE;
    }
    long from = validity.endAfter(device.lastAt);
    return from >= closedThrough
        ? MinuteRange.NONE
        : MinuteRange.closed(from, Validity.latestEndAfter(at), closedThrough);
  }

  boolean isEmpty() {
    return weights.isEmpty() && tail.isEmpty();
  }

  /** The ranges in which the facts of the device itself may change, none twice. */
  List<MinuteRange> ofDevice() {
    if (!weights.isEmpty() && !tail.isEmpty() && weights.touches(tail)) {
      return List.of(weights.join(tail));
    }
    return Stream.of(weights, tail).filter(range -> !range.isEmpty()).toList();
  }

  /** The ranges in which the parent of a slice has time of its own now or had before. */
  List<MinuteRange> ofParent() {
    MinuteRange range = extendsStart ? weights : tail;
    return range.isEmpty() ? List.of() : List.of(range);
  }
}
