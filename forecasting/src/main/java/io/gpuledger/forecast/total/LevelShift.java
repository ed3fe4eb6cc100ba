package io.gpuledger.forecast.total;

import io.gpuledger.forecast.series.DailySeries;
import java.util.Arrays;

/**
 * Whether a series has fallen to another level in its last two known days, as when a workload stops
 * or a node is taken away. Each of the two days is held against the median of its own weekday in
 * the four weeks before, so that a weekend is no stop. A missing day is neither up nor down:
 * silence is not a stop.
 *
 * @param from index of the first of the two days: what came before shows how the days to come would
 *     have been
 * @param factor what they are of that: 1 where nothing has fallen, 0 where it has stopped
 */
record LevelShift(int from, double factor) {
  /** Below this share of what a day usually is, both days, the level has fallen. */
  private static final double FALLEN = 0.5;

  private static final int DAYS = 2;
  private static final int WEEKS = 4;

  /** Nothing has fallen where the factor is 1; then {@code from} is the end of the series. */
  static LevelShift of(DailySeries history) {
    LevelShift none = new LevelShift(history.size(), 1);
    double sum = 0;
    double usual = 0;
    int days = 0;
    int from = history.size();
    for (int i = history.size() - 1; i >= 0 && days < DAYS; i--) {
      if (!history.isKnown(i)) {
        continue;
      }
      double ofWeekday = usual(history, i);
      if (!(ofWeekday > 0) || history.value(i) > FALLEN * ofWeekday) {
        return none;
      }
      sum += history.value(i);
      usual += ofWeekday;
      days++;
      from = i;
    }
    return days < DAYS ? none : new LevelShift(from, Math.max(0, sum / usual));
  }

  /** NaN where the weekday is not known before. */
  private static double usual(DailySeries history, int index) {
    double[] values = new double[WEEKS];
    int found = 0;
    for (int i = index - DailySeries.WEEK;
        i >= 0 && i >= index - WEEKS * DailySeries.WEEK;
        i -= DailySeries.WEEK) {
      if (history.isKnown(i)) {
        values[found++] = history.value(i);
      }
    }
    return found == 0 ? Double.NaN : median(Arrays.copyOf(values, found));
  }

  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
