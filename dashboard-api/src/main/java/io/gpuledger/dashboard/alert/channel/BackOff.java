package io.gpuledger.dashboard.alert.channel;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long is waited before what failed is tried again: it doubles with each failure in a row. The
 * actual wait is random between half of that and all, so that many who failed together do not come
 * again together.
 *
 * @param first the longest wait after the first failure
 * @param longest the longest wait of all
 */
public record BackOff(Duration first, Duration longest, RandomGenerator random) {
  private static final int DOUBLINGS_MAX = 20;

  /**
   * The wait after failures in a row.
   *
   * @param failures at least one
   */
  public Duration after(int failures) {
    if (failures < 1) {
      throw new IllegalArgumentException("nothing failed");
    }
    long doubled = first.toMillis() << Math.min(failures - 1, DOUBLINGS_MAX);
    long millis = Math.min(longest.toMillis(), doubled);
    return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
  }
}
