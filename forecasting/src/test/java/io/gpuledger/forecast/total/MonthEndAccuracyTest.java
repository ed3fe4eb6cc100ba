package io.gpuledger.forecast.total;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gpuledger.forecast.series.DailySeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * How far the forecast of a month's total is off on daily series of real cash withdrawals (NN5),
 * whose weeks look like those of spending. What a plain rule reaches is told beside it.
 */
class MonthEndAccuracyTest {
  private static final int MONTHS = 9;
  private static final List<Integer> DAYS_KNOWN = List.of(5, 10, 15, 20, 25);

  /** Sums of one day of the month over all cases. */
  private static final class Score {
    int cases;
    double error;
    double runRateError;
    int within80;
    double brier;
    double climate;
  }

  @Test
  void a_months_total_is_forecast_better_than_by_the_means_of_weekdays() throws IOException {
    Path file =
        Path.of(System.getProperty("gpuledger.sharedData", "absent"))
            .resolve("forecast/nn5/nn5_daily_first60.csv");
    assumeTrue(Files.exists(file), "the daily series are not here");
    Map<Integer, Score> byDay = new TreeMap<>();
    List<DailySeries> all = read(file);
    // Every third series: the whole takes three times as long and says the same.
    for (int i = 0; i < all.size(); i += 3) {
      score(all.get(i), byDay);
    }
    double error = 0;
    double brier = 0;
    for (var entry : byDay.entrySet()) {
      Score score = entry.getValue();
      System.out.printf(
          "day %d: %d cases, off by %.2f %% (run rate %.2f %%), 80 %% interval held %.3f,"
              + " Brier %.3f (climate %.3f)%n",
          entry.getKey(),
          score.cases,
          100 * score.error / score.cases,
          100 * score.runRateError / score.cases,
          (double) score.within80 / score.cases,
          score.brier / score.cases,
          score.climate / score.cases);
      error += 100 * score.error / score.cases / byDay.size();
      brier += score.brier / score.cases / byDay.size();
      double held = (double) score.within80 / score.cases;
      // Late in a month every model family holds less than it says: the last days are unlike
      // others.
      assertTrue(
          held > 0.62 && held < 0.92, "80 % interval of day " + entry.getKey() + ": " + held);
    }
    System.out.printf("mean %.2f %%, Brier %.3f%n", error, brier);
    assertEquals(DAYS_KNOWN.size(), byDay.size());
    assertTrue(error < 5.33, "the means of weekdays are off by 5.33 %, this by " + error);
    assertTrue(brier < 0.15, "Brier score " + brier);
  }

  private static void score(DailySeries series, Map<Integer, Score> byDay) {
    YearMonth last = YearMonth.from(series.day(series.size() - 1)).minusMonths(1);
    for (YearMonth month = last.minusMonths(MONTHS - 1); !month.isAfter(last); ) {
      int start = index(series, month);
      int end = index(series, month.plusMonths(1));
      double actual = filled(series, start, end);
      int before = index(series, month.minusMonths(1));
      double budget = 1.05 * filled(series, before, start) / (start - before) * (end - start);
      for (int known : DAYS_KNOWN) {
        DailySeries history = series.until(start + known);
        double spent = filled(series, start, start + known);
        Optional<TotalForecast> forecast =
            new MedianForecaster().total(history, end - start - known);
        TotalForecast rest = forecast.orElseThrow();
        Score score = byDay.computeIfAbsent(known, absent -> new Score());
        score.cases++;
        score.error += Math.abs(spent + rest.expected() - actual) / actual;
        score.runRateError += Math.abs(spent / known * (end - start) - actual) / actual;
        boolean within =
            spent + rest.quantile(0.1) <= actual && actual <= spent + rest.quantile(0.9);
        score.within80 += within ? 1 : 0;
        double breached = actual > budget ? 1 : 0;
        double probability = rest.probabilityAbove(budget - spent);
        score.brier += (probability - breached) * (probability - breached);
        score.climate += (0.35 - breached) * (0.35 - breached);
      }
      month = month.plusMonths(1);
    }
  }

  private static int index(DailySeries series, YearMonth month) {
    return (int) (month.atDay(1).toEpochDay() - series.first().toEpochDay());
  }

  /** A missing day counts as the same weekday before it. */
  private static double filled(DailySeries series, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += series.isKnown(i) ? series.value(i) : series.lastOfWeekday(i, i);
    }
    return sum;
  }

  private static List<DailySeries> read(Path file) throws IOException {
    List<DailySeries> all = new ArrayList<>();
    for (String line : Files.readAllLines(file).stream().skip(1).toList()) {
      String[] parts = line.split(",", -1);
      String[] texts = parts[2].strip().split(" ", -1);
      double[] values = new double[texts.length];
      for (int i = 0; i < texts.length; i++) {
        values[i] = texts[i].equals("NA") ? Double.NaN : Double.parseDouble(texts[i]);
      }
      all.add(DailySeries.of(LocalDate.parse(parts[1]), values));
    }
    return all;
  }
}
