package io.gpuledger.forecast.total;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gpuledger.forecast.series.DailySeries;
import java.time.LocalDate;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MedianForecasterTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 8, 3);
  private static final double MISSING = Double.NaN;

  private final TotalForecaster forecaster = new MedianForecaster();

  /** 100 on workdays, 40 at weekends. */
  private static double[] weeks(int days) {
    return IntStream.range(0, days).mapToDouble(i -> i % 7 < 5 ? 100 : 40).toArray();
  }

  @Test
  void a_steady_week_goes_on_as_it_is() {
    TotalForecast week = forecaster.total(DailySeries.of(MONDAY, weeks(70)), 7).orElseThrow();
    assertEquals(580, week.expected(), 1e-6);
    assertEquals(580, week.quantile(0.5), 1e-6);
    assertTrue(week.probabilityAbove(900) < 0.05);
    assertTrue(week.probabilityAbove(400) > 0.9);
  }

  @Test
  void nothing_is_said_of_less_than_two_weeks() {
    assertTrue(forecaster.total(DailySeries.of(MONDAY, weeks(13)), 5).isEmpty());
    assertTrue(forecaster.total(DailySeries.of(MONDAY), 5).isEmpty());
    double[] gaps = weeks(20);
    for (int i = 0; i < 10; i++) {
      gaps[i] = MISSING;
    }
    assertTrue(forecaster.total(DailySeries.of(MONDAY, gaps), 5).isEmpty());
  }

  @Test
  void a_short_history_is_not_called_sure() {
    TotalForecast rest = forecaster.total(DailySeries.of(MONDAY, weeks(14)), 10).orElseThrow();
    assertEquals(0, rest.origins());
    assertTrue(rest.quantile(0.9) > 1.05 * rest.expected());
    assertTrue(rest.probabilityAbove(1.2 * rest.expected()) > 0.1);
  }

  @Test
  void a_workload_that_stopped_two_days_ago_costs_nothing_from_now_on() {
    double[] stopped = weeks(70);
    stopped[66] = 0;
    stopped[67] = 0;
    DailySeries series = DailySeries.of(MONDAY, stopped).until(68);
    TotalForecast rest = forecaster.total(series, 10).orElseThrow();
    assertEquals(0, rest.expected(), 1e-9);
    assertTrue(rest.probabilityAbove(50) < 0.1);
  }

  @Test
  void one_day_without_spend_is_not_yet_a_stop() {
    double[] once = weeks(68);
    once[67] = 0;
    assertTrue(forecaster.total(DailySeries.of(MONDAY, once), 7).orElseThrow().expected() > 400);
  }

  @Test
  void a_weekend_is_not_a_stop() {
    double[] workdays = IntStream.range(0, 70).mapToDouble(i -> i % 7 < 5 ? 100 : 0).toArray();
    TotalForecast week = forecaster.total(DailySeries.of(MONDAY, workdays), 7).orElseThrow();
    assertEquals(500, week.expected(), 1e-6);
  }

  @Test
  void silence_is_not_a_stop() {
    double[] silent = weeks(70);
    for (int i = 63; i < 70; i++) {
      silent[i] = MISSING;
    }
    TotalForecast week = forecaster.total(DailySeries.of(MONDAY, silent), 7).orElseThrow();
    assertEquals(580, week.expected(), 1e-6);
  }

  @Test
  void the_days_after_silence_are_those_asked_for() {
    // Known to a Friday; then two missing days: Saturday and Sunday. Asked for Monday alone.
    double[] values = weeks(70);
    values[68] = MISSING;
    values[69] = MISSING;
    TotalForecast monday = forecaster.total(DailySeries.of(MONDAY, values), 1).orElseThrow();
    assertEquals(100, monday.expected(), 1e-6);
  }

  @Test
  void a_level_that_halved_is_the_level_from_now_on() {
    double[] halved = weeks(72);
    halved[70] = 30;
    halved[71] = 30;
    TotalForecast rest = forecaster.total(DailySeries.of(MONDAY, halved), 7).orElseThrow();
    assertEquals(0.3 * 580, rest.expected(), 1);
  }

  @Test
  void nothing_is_ever_certain() {
    TotalForecast week = forecaster.total(DailySeries.of(MONDAY, weeks(70)), 7).orElseThrow();
    assertTrue(week.probabilityAbove(1e9) > 0);
    assertTrue(week.probabilityAbove(-1e9) < 1);
  }

  @Test
  void spend_of_zero_is_forecast_as_zero() {
    TotalForecast week = forecaster.total(DailySeries.of(MONDAY, new double[40]), 7).orElseThrow();
    assertEquals(0, week.expected(), 0);
    assertEquals(0, week.quantile(0.9), 0);
  }

  @Test
  void the_interval_holds_what_comes_about_as_often_as_it_says() {
    Random random = new Random(7);
    int held = 0;
    int cases = 300;
    for (int i = 0; i < cases; i++) {
      double[] values =
          IntStream.range(0, 120)
              .mapToDouble(d -> (d % 7 < 5 ? 100 : 40) * (1 + 0.2 * random.nextGaussian()))
              .toArray();
      DailySeries all = DailySeries.of(MONDAY, values);
      TotalForecast rest = forecaster.total(all.until(110), 10).orElseThrow();
      double actual = all.sum(110, 120);
      held += rest.quantile(0.1) <= actual && actual <= rest.quantile(0.9) ? 1 : 0;
    }
    double share = (double) held / cases;
    assertTrue(share > 0.72 && share < 0.93, "held " + share);
  }
}
