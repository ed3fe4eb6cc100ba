package io.gpuledger.cost.reconcile;

import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * The time of a machine's devices in inventory within one day.
 *
 * @param nanos by state, none negative; {@code UNOBSERVED} is time in inventory without samples
 * @param devices how many devices it has, slices of one counting once
 */
public record SeenTime(Map<State, BigInteger> nanos, int devices) {
  /** Nothing is known. */
  public static final SeenTime NONE = new SeenTime(Map.of(), 0);

  public SeenTime {
    EnumMap<State, BigInteger> copy = new EnumMap<>(State.class);
    nanos.forEach(
        (state, time) -> {
          if (time.signum() < 0) {
            throw new IllegalArgumentException("negative time " + time + " in " + state.code());
          }
          HourPart.of(state);
          copy.put(state, time);
        });
    nanos = Collections.unmodifiableMap(copy);
  }

  /** Time without samples. */
  public BigInteger unobserved() {
    return nanos.getOrDefault(State.UNOBSERVED, BigInteger.ZERO);
  }

  /** All time in inventory. */
  public BigInteger valid() {
    return nanos.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  /** Time that samples tell of. */
  public BigInteger observed() {
    return valid().subtract(unobserved());
  }

  /**
   * The same with the time that configured inventory knows of beside: what no fact tells of it is
   * unobserved.
   *
   * @param configuredNanos devices x time in the configured inventory
   */
  public SeenTime withInventory(BigInteger configuredNanos, int configuredDevices) {
    BigInteger more = configuredNanos.subtract(valid());
    if (more.signum() <= 0) {
      return this;
    }
    EnumMap<State, BigInteger> all = new EnumMap<>(State.class);
    all.putAll(nanos);
    all.merge(State.UNOBSERVED, more, BigInteger::add);
    return new SeenTime(all, Math.max(devices, configuredDevices));
  }
}
