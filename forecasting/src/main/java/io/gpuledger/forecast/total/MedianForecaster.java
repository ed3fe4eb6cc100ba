package io.gpuledger.forecast.total;

import io.gpuledger.forecast.model.DailyModel;
import io.gpuledger.forecast.model.Ets;
import io.gpuledger.forecast.model.SeasonalNaive;
import io.gpuledger.forecast.model.WeekdayProfile;
import io.gpuledger.forecast.series.DailySeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The median of seasonal naive, weekday profile and exponential smoothing, and around it the
 * relative errors that the same median made from days of the past with as many days to come. Errors
 * fade by 1.5 % a day; those made at the same place in a month weigh four times. A few made-up
 * errors of either sign stand beside them, so that a short history does not look sure.
 *
 * <p>The smoothing parameters are those of the whole history at every past day: fitting them anew
 * at each would be a search of its own for each of them.
 */
public final class MedianForecaster implements TotalForecaster {
  private static final int DAYS_NEEDED = 2 * DailySeries.WEEK;
  private static final int ORIGINS = 120;
  private static final double FADING = 0.985;

  private static final int LIKE_DAYS = 2;
  private static final double LIKE_WEIGHT = 4;
  private static final int LONGEST_MONTH = 31;

  /** Of two units of weight together. */
  private static final double[] MADE_UP = {-0.3, -0.1, 0.1, 0.3};

  private static final double MADE_UP_WEIGHT = 0.5;

  @Override
  public Optional<TotalForecast> total(DailySeries series, int days) {
    DailySeries history = series.withoutMissingEnd();
    if (history.known() < DAYS_NEEDED) {
      return Optional.empty();
    }
    int ahead = days + series.size() - history.size();
    List<DailyModel> models = List.of(new SeasonalNaive(), new WeekdayProfile(), Ets.fit(history));
    int skipped = ahead - days;
    double[] expectedDays = expected(models, history, skipped, ahead);
    double expected = sum(expectedDays);
    List<TotalForecast.Outcome> outcomes = new ArrayList<>();
    for (double error : MADE_UP) {
      outcomes.add(new TotalForecast.Outcome(expected * (1 + error), MADE_UP_WEIGHT));
    }
    int origins = 0;
    int newest = history.size() - ahead;
    for (int origin = newest; origin > newest - ORIGINS && origin >= DAYS_NEEDED; origin--) {
      double actual = history.sum(origin + skipped, origin + ahead);
      DailySeries before = history.until(origin).withoutMissingEnd();
      if (Double.isNaN(actual) || before.size() < origin || before.known() < DAYS_NEEDED) {
        continue;
      }
      double then = sum(expected(models, before, skipped, ahead));
      if (then > 0) {
        double weight = Math.pow(FADING, newest - origin) * likeness(history, origin);
        outcomes.add(new TotalForecast.Outcome(expected * (actual / then), weight));
        origins++;
      }
    }
    return Optional.of(new TotalForecast(expectedDays, outcomes, origins));
  }

  /**
   * Days at the same place in a month count more: how a month ends (salaries, releases, quotas)
   * shows only there.
   */
  private static double likeness(DailySeries history, int origin) {
    int apart =
        Math.abs(history.day(origin).getDayOfMonth() - history.day(history.size()).getDayOfMonth());
    return Math.min(apart, LONGEST_MONTH - apart) <= LIKE_DAYS ? LIKE_WEIGHT : 1;
  }

  /**
   * The days from {@code from} to before {@code to} ahead by the member whose total is the median
   * of the members' totals.
   */
  private static double[] expected(List<DailyModel> models, DailySeries history, int from, int to) {
    LevelShift shift = LevelShift.of(history);
    DailySeries before = history.until(shift.from());
    int later = history.size() - before.size();
    double[][] days = new double[models.size()][];
    double[] totals = new double[models.size()];
    for (int i = 0; i < totals.length; i++) {
      days[i] =
          Arrays.copyOfRange(models.get(i).expected(before, later + to), later + from, later + to);
      totals[i] = sum(days[i]);
    }
    double[] chosen = days[median(totals)];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] *= shift.factor();
    }
    return chosen;
  }

  /** Where the value in the middle stands. */
  private static int median(double[] values) {
    for (int i = 0; i < values.length; i++) {
      int below = 0;
      for (int j = 0; j < values.length; j++) {
        below += values[j] < values[i] || (values[j] == values[i] && j < i) ? 1 : 0;
      }
      if (below == values.length / 2) {
        return i;
      }
    }
    throw new IllegalArgumentException("no total, or one that is no number");
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
