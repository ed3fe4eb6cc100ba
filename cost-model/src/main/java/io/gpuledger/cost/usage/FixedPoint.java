package io.gpuledger.cost.usage;

import org.jspecify.annotations.Nullable;

/**
 * Exact integer arithmetic for facts. A measured ratio is read once as an integer of 1e-9 ({@link
 * #ratio}); from there on nothing is a float, so that facts add up to the nanosecond.
 */
public final class FixedPoint {
  /** The ratio 1. */
  public static final int ONE = 1_000_000_000;

  /** A field that was not measured. */
  public static final int ABSENT = -1;

  private static final double READ_TOLERANCE = 1.000001;

  private FixedPoint() {}

  /**
   * The ratio in units of 1e-9, or {@link #ABSENT} when it is null, not a number or outside 0..1.
   */
  public static int ratio(@Nullable Double value) {
    return value == null ? ABSENT : ratio(value.doubleValue());
  }

  /** As {@link #ratio(Double)}; a value a millionth above 1, as counters print, is 1. */
  public static int ratio(double value) {
    if (!(value >= 0) || value > READ_TOLERANCE) {
      return ABSENT;
    }
    return (int) Math.min(ONE, Math.rint(value * ONE));
  }

  /** Watts as whole microwatts, or {@link #ABSENT} when negative, not a number or above 1 MW. */
  public static long microwatts(double watts) {
    return watts >= 0 && watts <= 1e6 ? (long) Math.rint(watts * 1e6) : ABSENT;
  }

  /**
   * {@code a x b / c} rounded HALF_EVEN, exact although {@code a x b} may pass 64 bits.
   *
   * @param a not negative
   * @param b not negative
   * @param c above zero and below 2^52
   * @throws ArithmeticException when the result passes 2^61
   */
  static long timesOverHalfEven(long a, long b, long c) {
    long quotient = timesOver(a, b, c);
    long remainder = a * b - quotient * c;
    long twice = remainder << 1;
    if (twice > c || (twice == c && (quotient & 1) == 1)) {
      quotient++;
    }
    return quotient;
  }

  /** {@code a x b / c} rounded down; arguments as {@link #timesOverHalfEven}. */
  static long timesOver(long a, long b, long c) {
    double estimate = (double) a * (double) b / (double) c;
    if (estimate > 0x1p61) {
      throw new ArithmeticException(a + " x " + b + " / " + c + " is beyond 2^61");
    }
    // The estimate is off by less than 2^10, so the remainder wraps back into range: it is exact.
    long quotient = (long) estimate;
    long remainder = a * b - quotient * c;
    if (remainder < 0 || remainder >= c) {
      quotient += Math.floorDiv(remainder, c);
    }
    return quotient;
  }
}
