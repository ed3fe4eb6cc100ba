package io.gpuledger.cost.chargeback;

import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How money is divided among parties that bear money of their own.
 *
 * @param by what a party's share follows
 * @param within keys of the pool: only parties with money of the same values share, by what they
 *     have there. Empty for one pool of all
 * @param fixed percent by party where {@code by} is {@link By#FIXED}, summing to 100; else empty
 */
public record Spread(By by, List<Name> within, Map<Party, BigDecimal> fixed) {
  /** What a party's share follows. */
  public enum By {
    /** Each party that bears money of its own in the pool has the same share. */
    EVEN,
    /** Its own money of held GPUs. */
    DIRECT_GPU_COST,
    /** All its own money. */
    DIRECT_COST,
    /** Its busy device-time, as telemetry measured it: what is held and idle is no usage. */
    USAGE,
    /** Percents that somebody agreed on. */
    FIXED
  }

  private static final BigDecimal WHOLE = BigDecimal.valueOf(100);

  public Spread {
    within = List.copyOf(within);
    fixed = Map.copyOf(new TreeMap<>(fixed));
    for (Name key : within) {
      if (key.grain() != GroupKey.Grain.SHARED || key == Name.TEAM || key == Name.COST_CENTER) {
        throw new IllegalArgumentException(key.text() + " cannot make a pool");
      }
    }
    if ((by == By.FIXED) == fixed.isEmpty()) {
      throw new IllegalArgumentException("percents belong to a fixed division, and to no other");
    }
    if (by == By.FIXED) {
      if (!within.isEmpty()) {
        throw new IllegalArgumentException("a fixed division has no pools");
      }
      BigDecimal sum = BigDecimal.ZERO;
      for (Map.Entry<Party, BigDecimal> share : fixed.entrySet()) {
        if (share.getValue().signum() <= 0) {
          throw new IllegalArgumentException(
              "the percent of " + share.getKey().team() + " must be above 0");
        }
        sum = sum.add(share.getValue());
      }
      if (sum.compareTo(WHOLE) != 0) {
        throw new IllegalArgumentException(
            "the percents sum to " + sum.toPlainString() + ", not to 100");
      }
    }
  }

  /** A division in one pool of all. */
  public static Spread by(By by) {
    return new Spread(by, List.of(), Map.of());
  }

  /** A division among parties that have money of the same values of some keys. */
  public static Spread within(By by, List<Name> keys) {
    return new Spread(by, keys, Map.of());
  }

  /** A division by agreed percents. */
  public static Spread fixed(Map<Party, BigDecimal> percents) {
    return new Spread(By.FIXED, List.of(), percents);
  }

  /** The pool that some money belongs to. */
  List<String> poolOf(BorneCost cost) {
    return within.stream().map(cost::get).toList();
  }
}
