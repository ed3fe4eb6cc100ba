package io.gpuledger.forecast.model;

import io.gpuledger.forecast.series.DailySeries;

/**
 * Every day is as its weekday was last. A weekday that was never seen is as the last day was that
 * was.
 */
public final class SeasonalNaive implements DailyModel {
  @Override
  public double[] expected(DailySeries history, int days) {
    double[] expected = new double[days];
    int size = history.size();
    for (int i = 0; i < days; i++) {
      double value = history.lastOfWeekday(size + i, size);
      expected[i] = Double.isNaN(value) ? last(history) : value;
    }
    return expected;
  }

  private static double last(DailySeries history) {
    for (int i = history.size() - 1; i >= 0; i--) {
      if (history.isKnown(i)) {
        return history.value(i);
      }
    }
    throw new IllegalArgumentException("no day is known");
  }

  @Override
  public int daysNeeded() {
    return DailySeries.WEEK;
  }
}
