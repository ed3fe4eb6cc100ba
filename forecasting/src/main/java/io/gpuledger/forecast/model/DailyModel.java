package io.gpuledger.forecast.model;

import io.gpuledger.forecast.series.DailySeries;

/** Says what the next days of a series are expected to be. */
public interface DailyModel {
  /**
   * The days after the last of the series.
   *
   * @param history with {@link #daysNeeded()} known days at least
   * @param days how many, above zero
   * @return one value a day, none of them missing
   */
  double[] expected(DailySeries history, int days);

  /** Known days without which it says nothing. */
  int daysNeeded();
}
