package io.gpuledger.cost.usage;

import io.gpuledger.cost.usage.Fact.Measure;
import java.util.ArrayList;
import java.util.List;

/**
 * The facts of one device in a range of time: a pure function of its observations.
 *
 * <p>Every measure of an interval is {@code f(end) - f(start)} of one function that is rounded
 * once, so the facts of two touching ranges add up to the facts of both together, to the
 * nanosecond, wherever the cut is.
 */
final class UsageFacts implements IntervalBuilder.Sink {
  static final long MINUTE_NANOS = 60_000_000_000L;

  private static final long SECOND_NANOS = 1_000_000_000L;

  private final IntervalBuilder intervals = new IntervalBuilder();
  private List<Fact> facts = new ArrayList<>();
  private long from;
  private long to;

  /**
   * The facts of {@code [fromNanos, toNanos)}, appended to a list in order of minutes.
   *
   * @param result where to; a fact at its end with the same minute, verdict and hold is added to
   */
  void collect(
      History history, long fromNanos, long toNanos, Validity validity, List<Fact> result) {
    facts = result;
    from = fromNanos;
    to = toNanos;
    intervals.build(history, fromNanos, toNanos, validity, this);
  }

  @Override
  public void gap(long startNanos, long endNanos) {
    long start = Math.max(startNanos, from);
    long end = Math.min(endNanos, to);
    while (start < end) {
      long minute = minuteOf(start);
      long cut = Math.min(end, minute + MINUTE_NANOS);
      fact(minute, Verdict.UNOBSERVED_GAP, Hold.NONE).add(Measure.STATE_NANOS, cut - start);
      start = cut;
    }
  }

  @Override
  public void observed(Observation observation, long startNanos, long endNanos, Observation next) {
    long start = Math.max(startNanos, from);
    long end = Math.min(endNanos, to);
    while (start < end) {
      long minute = minuteOf(start);
      long cut = Math.min(end, minute + MINUTE_NANOS);
      Fact fact = fact(minute, observation.verdict, observation.hold);
      add(fact, observation, start - startNanos, cut - startNanos);
      addEnergy(fact, observation, next, new Part(start - startNanos, cut - startNanos, endNanos));
      start = cut;
    }
  }

  /** Adds the measures of the part [a, b) of an interval, counted from the interval's start. */
  private static void add(Fact fact, Observation observation, long a, long b) {
    fact.add(Measure.STATE_NANOS, b - a);
    if (!observation.hold.isEmpty()) {
      fact.add(Measure.HELD_NANOS, b - a);
    }
    int efficiency = observation.efficiency();
    if (efficiency >= 0) {
      fact.add(Measure.EFFECTIVE_NANOS, effective(efficiency, b) - effective(efficiency, a));
    }
    addRatio(fact, Measure.BUSY_NANOS, Measure.BUSY_OBSERVED_NANOS, observation.busy, a, b);
    addRatio(fact, Measure.SM_NANOS, Measure.SM_OBSERVED_NANOS, observation.sm, a, b);
    addRatio(fact, Measure.TENSOR_NANOS, Measure.TENSOR_OBSERVED_NANOS, observation.tensor, a, b);
    addRatio(fact, Measure.DRAM_NANOS, Measure.DRAM_OBSERVED_NANOS, observation.dram, a, b);
    if (!observation.shares.isEmpty()) {
      addShares(fact, observation, a, b);
    }
    if (observation.memoryUsedBytes >= 0) {
      fact.add(
          Measure.MEMORY_BYTE_SECONDS,
          perSecond(observation.memoryUsedBytes, b) - perSecond(observation.memoryUsedBytes, a));
      fact.add(Measure.MEMORY_OBSERVED_NANOS, b - a);
    }
  }

  /** A holder that was not measured is not one that was idle: then nothing is known of any. */
  private static void addShares(Fact fact, Observation observation, long a, long b) {
    for (Hold.Group group : observation.hold.groups()) {
      for (Holder holder : group.holders()) {
        if (observation.shares.of(holder) < 0) {
          return;
        }
      }
    }
    int place = 0;
    for (Hold.Group group : observation.hold.groups()) {
      for (Holder holder : group.holders()) {
        int ratio = observation.shares.of(holder);
        if (ratio > 0) {
          fact.addHolderBusy(place, share(ratio, b) - share(ratio, a));
        }
        place++;
      }
    }
  }

  private static void addRatio(
      Fact fact, Measure measure, Measure observed, int ratio, long a, long b) {
    if (ratio >= 0) {
      fact.add(measure, share(ratio, b) - share(ratio, a));
      fact.add(observed, b - a);
    }
  }

  /** A part [a, b) of an interval, counted from its start, and the interval's end. */
  private record Part(long a, long b, long endNanos) {}

  /**
   * Energy by the counter where the next observation ends the interval, else by power. A counter
   * that fell was reset, and its new value is the increase.
   */
  private static void addEnergy(Fact fact, Observation observation, Observation next, Part part) {
    long energy;
    boolean counted =
        next != observation
            && next.energyMicrojoulesTotal >= 0
            && observation.energyMicrojoulesTotal >= 0;
    if (counted) {
      long increase = next.energyMicrojoulesTotal - observation.energyMicrojoulesTotal;
      if (increase < 0) {
        increase = next.energyMicrojoulesTotal;
      }
      long length = part.endNanos - observation.at;
      energy =
          FixedPoint.timesOver(increase, part.b, length)
              - FixedPoint.timesOver(increase, part.a, length);
    } else if (observation.powerMicrowatts >= 0) {
      energy =
          perSecond(observation.powerMicrowatts, part.b)
              - perSecond(observation.powerMicrowatts, part.a);
    } else {
      return;
    }
    fact.add(Measure.ENERGY_MICROJOULES, energy);
    fact.add(Measure.ENERGY_OBSERVED_NANOS, part.b - part.a);
  }

  private static long share(int ratio, long nanos) {
    return FixedPoint.timesOverHalfEven(nanos, ratio, FixedPoint.ONE);
  }

  /** Time x min(1, efficiency / 0.8). */
  private static long effective(int efficiency, long nanos) {
    long fiveTimes = 5L * efficiency;
    return fiveTimes >= 4L * FixedPoint.ONE
        ? nanos
        : FixedPoint.timesOverHalfEven(nanos, fiveTimes, 4L * FixedPoint.ONE);
  }

  private static long perSecond(long amount, long nanos) {
    return FixedPoint.timesOverHalfEven(amount, nanos, SECOND_NANOS);
  }

  static long minuteOf(long nanos) {
    return nanos - Math.floorMod(nanos, MINUTE_NANOS);
  }

  private Fact fact(long minute, Verdict verdict, Hold hold) {
    for (int i = facts.size() - 1; i >= 0 && facts.get(i).minuteNanos() == minute; i--) {
      Fact fact = facts.get(i);
      if (fact.isKeyed(minute, verdict, hold)) {
        return fact;
      }
    }
    Fact fact = new Fact(minute, verdict, hold);
    facts.add(fact);
    return fact;
  }
}
