package io.gpuledger.forecast.model;

import io.gpuledger.forecast.series.DailySeries;

/**
 * The states of an additive exponential smoothing as they run through a series. A missing day moves
 * the trend on and teaches nothing.
 */
final class EtsStates {
  private static final int FIRST_DAYS = 2 * DailySeries.WEEK;

  private final EtsForm form;
  private final EtsParameters parameters;
  private final double[] season = new double[DailySeries.WEEK];
  private double level;
  private double trend;
  private double squaredErrors;
  private int errors;

  /** Begins at the means of the first weeks. */
  EtsStates(EtsForm form, EtsParameters parameters, DailySeries series) {
    this.form = form;
    this.parameters = parameters;
    begin(series);
  }

  private void begin(DailySeries series) {
    int weeks = Math.min(series.size(), 4 * DailySeries.WEEK);
    if (form.season()) {
      double all = mean(series, 0, weeks, 1);
      double sum = 0;
      for (int d = 0; d < DailySeries.WEEK; d++) {
        double ofDay = mean(series, d, weeks, DailySeries.WEEK);
        season[d] = Double.isNaN(ofDay) ? 0 : ofDay - all;
        sum += season[d];
      }
      for (int d = 0; d < DailySeries.WEEK; d++) {
        season[d] -= sum / DailySeries.WEEK;
      }
    }
    double first = mean(series, 0, Math.min(series.size(), FIRST_DAYS), 1);
    level = Double.isNaN(first) ? mean(series, 0, series.size(), 1) : first;
  }

  private static double mean(DailySeries series, int from, int to, int step) {
    double sum = 0;
    int count = 0;
    for (int i = from; i < to; i += step) {
      if (series.isKnown(i)) {
        sum += series.value(i);
        count++;
      }
    }
    return sum / count;
  }

  /** Runs through the whole series. */
  void run(DailySeries series) {
    for (int i = 0; i < series.size(); i++) {
      double drift = parameters.phi() * trend;
      int weekday = i % DailySeries.WEEK;
      double error = series.value(i) - (level + drift + season[weekday]);
      if (Double.isNaN(error)) {
        level += drift;
        trend = drift;
        continue;
      }
      squaredErrors += error * error;
      errors++;
      level += drift + parameters.alpha() * error;
      trend = form.trend() ? drift + parameters.beta() * error : 0;
      season[weekday] += parameters.gamma() * error;
    }
  }

  /** Days after the last of a series of this size, which the states have run through. */
  double[] expected(int size, int days) {
    double[] expected = new double[days];
    double ahead = level;
    double drift = trend;
    for (int i = 0; i < days; i++) {
      drift *= parameters.phi();
      ahead += drift;
      expected[i] = ahead + season[(size + i) % DailySeries.WEEK];
    }
    return expected;
  }

  double squaredErrors() {
    return squaredErrors;
  }

  /** Days that had a value. */
  int errors() {
    return errors;
  }
}
