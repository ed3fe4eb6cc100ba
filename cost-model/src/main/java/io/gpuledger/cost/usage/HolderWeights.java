package io.gpuledger.cost.usage;

import org.jspecify.annotations.Nullable;

/**
 * By what the holders of a shared device bear it where their busy time is measured: whole numbers
 * that average {@link #UNIT} over all holders of the device. So those of some of the holders, in a
 * row of their own, still say which part of the device these have: time / n x their sum / UNIT.
 */
final class HolderWeights {
  /** The weight of a holder that has 1/n of the device. */
  static final int UNIT = 1_000_000;

  /** Holders beyond so many share equally: their weights would pass the numbers of the table. */
  static final int HOLDERS_LIMIT = 2_000;

  private static final long NANOS_PER_MICRO = 1_000;

  private HolderWeights() {}

  /**
   * The weights of holders, or null where they share equally: where nothing is measured, where none
   * was busy for a microsecond, and where all were busy for as long.
   *
   * <p>Weights are even, because 1 is the weight of holders that share equally.
   */
  static long @Nullable [] of(long @Nullable [] busyNanos) {
    if (busyNanos == null || busyNanos.length > HOLDERS_LIMIT) {
      return null;
    }
    int holders = busyNanos.length;
    long sum = 0;
    boolean equal = true;
    for (long nanos : busyNanos) {
      sum += nanos / NANOS_PER_MICRO;
      equal &= nanos / NANOS_PER_MICRO == busyNanos[0] / NANOS_PER_MICRO;
    }
    if (equal || sum <= 0) {
      return null;
    }
    long pairs = (long) holders * (UNIT / 2);
    long[] weights = new long[holders];
    long busy = 0;
    long before = 0;
    for (int i = 0; i < holders; i++) {
      // A running sum is divided and rounded, so that the parts sum to the whole.
      busy += busyNanos[i] / NANOS_PER_MICRO;
      long through = FixedPoint.timesOverHalfEven(pairs, busy, sum);
      weights[i] = 2 * (through - before);
      before = through;
    }
    return weights;
  }
}
