package io.gpuledger.forecast.model;

import io.gpuledger.forecast.series.DailySeries;
import java.util.Arrays;

/**
 * A level that follows the days, times what the weekday usually is of it. The weekday's part is its
 * mean over the last eight weeks; the level is an exponentially weighted mean of the days by their
 * weekday's part.
 */
public final class WeekdayProfile implements DailyModel {
  private static final int WEEKS = 8;
  private static final double WEIGHT_OF_NEW = 0.1;

  @Override
  public double[] expected(DailySeries history, int days) {
    int size = history.size();
    int from = Math.max(0, size - WEEKS * DailySeries.WEEK);
    double[] parts = parts(history, from);
    double level = level(history, from, parts);
    double[] expected = new double[days];
    for (int i = 0; i < days; i++) {
      expected[i] = level * parts[(size + i) % DailySeries.WEEK];
    }
    return expected;
  }

  /** By index modulo 7; their mean is 1 where every weekday was seen. */
  private static double[] parts(DailySeries history, int from) {
    double[] sums = new double[DailySeries.WEEK];
    int[] counts = new int[DailySeries.WEEK];
    for (int i = from; i < history.size(); i++) {
      if (history.isKnown(i)) {
        sums[i % DailySeries.WEEK] += history.value(i);
        counts[i % DailySeries.WEEK]++;
      }
    }
    double total = 0;
    int weekdays = 0;
    for (int d = 0; d < DailySeries.WEEK; d++) {
      if (counts[d] > 0) {
        sums[d] /= counts[d];
        total += sums[d];
        weekdays++;
      }
    }
    double[] parts = new double[DailySeries.WEEK];
    if (total == 0) {
      Arrays.fill(parts, 1);
      return parts;
    }
    for (int d = 0; d < DailySeries.WEEK; d++) {
      parts[d] = counts[d] > 0 ? sums[d] * weekdays / total : 1;
    }
    return parts;
  }

  /**
   * The first week's mean, then each day by its part. A day whose part is nearly nothing says
   * nothing of the level.
   */
  private static double level(DailySeries history, int from, double[] parts) {
    double level = Double.NaN;
    double sum = 0;
    double sumOfParts = 0;
    for (int i = from; i < history.size(); i++) {
      double part = parts[i % DailySeries.WEEK];
      if (!history.isKnown(i) || Math.abs(part) < 0.1) {
        continue;
      }
      if (i - from < DailySeries.WEEK || Double.isNaN(level)) {
        sum += history.value(i);
        sumOfParts += part;
        level = sum / sumOfParts;
      } else {
        level += WEIGHT_OF_NEW * (history.value(i) / part - level);
      }
    }
    return Double.isNaN(level) ? 0 : level;
  }

  @Override
  public int daysNeeded() {
    return 2 * DailySeries.WEEK;
  }
}
