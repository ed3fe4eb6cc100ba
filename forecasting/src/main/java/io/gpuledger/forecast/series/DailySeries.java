package io.gpuledger.forecast.series;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One value a day, from a first day on. A day of which nothing is known is missing, which is not
 * zero.
 */
public final class DailySeries {
  /** Days of a week: the season of what people do. */
  public static final int WEEK = 7;

  private static final double MISSING = Double.NaN;

  private final LocalDate first;
  private final double[] values;

  private DailySeries(LocalDate first, double[] values) {
    this.first = first;
    this.values = values;
  }

  /**
   * The values from {@code first} on.
   *
   * @param values NaN where a day is missing
   * @throws IllegalArgumentException if one is infinite
   */
  public static DailySeries of(LocalDate first, double... values) {
    for (double value : values) {
      if (Double.isInfinite(value)) {
        throw new IllegalArgumentException("an infinite value");
      }
    }
    return new DailySeries(first, values.clone());
  }

  public LocalDate first() {
    return first;
  }

  /** Days, missing ones included. */
  public int size() {
    return values.length;
  }

  public LocalDate day(int index) {
    return first.plusDays(index);
  }

  /** The value of a day; NaN where it is missing. */
  public double value(int index) {
    return values[index];
  }

  public boolean isKnown(int index) {
    return !Double.isNaN(values[index]);
  }

  /** Days with a value. */
  public int known() {
    return (int) IntStream.range(0, values.length).filter(this::isKnown).count();
  }

  /** The series as it was when it had so many days. */
  public DailySeries until(int size) {
    return new DailySeries(first, Arrays.copyOf(values, size));
  }

  /** The same, and so many days after it of which nothing is known. */
  public DailySeries followedByMissing(int days) {
    double[] longer = Arrays.copyOf(values, values.length + days);
    Arrays.fill(longer, values.length, longer.length, MISSING);
    return new DailySeries(first, longer);
  }

  /** Without the missing days at its end, which say nothing of what comes. */
  public DailySeries withoutMissingEnd() {
    int end = values.length;
    while (end > 0 && Double.isNaN(values[end - 1])) {
      end--;
    }
    return until(end);
  }

  /**
   * The sum of the days from one index to before another.
   *
   * @return NaN if one of them is missing
   */
  public double sum(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum;
  }

  /**
   * The last value of the weekday of a day that comes, among the days before an index.
   *
   * @param index the day that is asked for; may lie beyond the end
   * @param before only days before this index are looked at
   * @return NaN if no such day is known
   */
  public double lastOfWeekday(int index, int before) {
    int i = index;
    while (i >= before) {
      i -= WEEK;
    }
    for (; i >= 0; i -= WEEK) {
      if (isKnown(i)) {
        return values[i];
      }
    }
    return MISSING;
  }
}
