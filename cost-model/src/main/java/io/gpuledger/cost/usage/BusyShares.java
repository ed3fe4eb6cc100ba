package io.gpuledger.cost.usage;

import java.util.Map;
import java.util.TreeMap;

/**
 * How busy each holder of a shared device kept it at an instant, where telemetry tells them apart.
 *
 * @param ratios busy ratio of a holder as {@link FixedPoint#ratio}; empty where nothing is measured
 */
public record BusyShares(Map<Holder, Integer> ratios) {
  /** Nothing is measured of any holder by itself. */
  public static final BusyShares NONE = new BusyShares(Map.of());

  public BusyShares {
    ratios = Map.copyOf(ratios);
    ratios.forEach(
        (holder, ratio) -> {
          if (ratio < 0 || ratio > FixedPoint.ONE) {
            throw new IllegalArgumentException(holder.key() + " is busy by " + ratio);
          }
        });
  }

  public boolean isEmpty() {
    return ratios.isEmpty();
  }

  /** The ratio of a holder, {@link FixedPoint#ABSENT} where none was measured. */
  public int of(Holder holder) {
    return ratios.getOrDefault(holder, FixedPoint.ABSENT);
  }

  /** Both together; where both know a holder the larger stands, so that order does not matter. */
  BusyShares union(BusyShares other) {
    if (other.isEmpty() || equals(other)) {
      return this;
    }
    Map<Holder, Integer> both = new TreeMap<>(ratios);
    other.ratios.forEach((holder, ratio) -> both.merge(holder, ratio, Math::max));
    return new BusyShares(both);
  }
}
