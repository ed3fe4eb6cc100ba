package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Rounding;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;

/**
 * What a budget burned in a window of the time just over.
 *
 * @param length of the window, at least
 * @param fromMicros where it begins: at a bucket's start, so that it is up to one bucket longer
 * @param toMicros the latest scrape that is in it, microseconds since the epoch
 * @param spent what was seen to be spent in it
 * @param whole whether all of it was observed
 */
public record BurnWindow(
    Duration length, long fromMicros, long toMicros, Amount spent, boolean whole) {
  private static final BigInteger MICROS_PER_HOUR = BigInteger.valueOf(3_600_000_000L);

  public BurnWindow {
    if (fromMicros >= toMicros) {
      throw new IllegalArgumentException("a window of " + length + " has no time");
    }
  }

  /** What an hour of it cost. */
  public Amount perHour() {
    return Fraction.times(spent, MICROS_PER_HOUR, micros(), Rounding.SPLIT);
  }

  /**
   * How many times the even pace of a period it burned, to one decimal and never more than it is;
   * empty where there is no limit to go by, or not all of it was observed.
   */
  public Optional<BigDecimal> pace(Amount limit, BudgetSpan span) {
    if (!whole || limit.signum() <= 0) {
      return Optional.empty();
    }
    BigDecimal even = limit.toBigDecimal().multiply(new BigDecimal(micros()));
    return Optional.of(spentTimes(span).divide(even, 1, RoundingMode.FLOOR));
  }

  /**
   * Whether a spend in the window is at or above some times the even pace, compared without
   * rounding.
   *
   * @param limit above zero
   */
  boolean isAtLeast(BigDecimal factor, Amount limit, BudgetSpan span) {
    BigDecimal border = factor.multiply(limit.toBigDecimal()).multiply(new BigDecimal(micros()));
    return spentTimes(span).compareTo(border) >= 0;
  }

  /** With what may have been spent beside what was seen. */
  BurnWindow plus(Amount more) {
    return new BurnWindow(length, fromMicros, toMicros, spent.plus(more), whole);
  }

  private BigDecimal spentTimes(BudgetSpan span) {
    Duration period = Duration.between(span.range().start(), span.range().end());
    return spent.toBigDecimal().multiply(BigDecimal.valueOf(period.toNanos() / 1_000L));
  }

  private BigInteger micros() {
    return BigInteger.valueOf(toMicros - fromMicros);
  }
}
