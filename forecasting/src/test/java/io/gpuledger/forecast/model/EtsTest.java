package io.gpuledger.forecast.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gpuledger.forecast.series.DailySeries;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EtsTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 8, 3);

  @Test
  void a_constant_stays_what_it_is() {
    double[] values = new double[40];
    Arrays.fill(values, 12.5);
    for (double day : Ets.fit(DailySeries.of(MONDAY, values)).expected(series(values), 10)) {
      assertEquals(12.5, day, 1e-9);
    }
  }

  @Test
  void a_week_comes_again_day_by_day() {
    double[] values =
        IntStream.range(0, 70)
            .mapToDouble(i -> new double[] {9, 9, 9, 9, 8, 2, 1}[i % 7])
            .toArray();
    double[] expected = Ets.fit(series(values)).expected(series(values), 7);
    for (int i = 0; i < 7; i++) {
      assertEquals(values[i], expected[i], 1e-6);
    }
  }

  @Test
  void a_climb_goes_on_more_and_more_slowly() {
    double[] values = IntStream.range(0, 60).mapToDouble(i -> 100 + 5 * i).toArray();
    double[] expected = Ets.fit(series(values)).expected(series(values), 3);
    assertTrue(expected[0] > values[59], "it climbs: " + expected[0]);
    assertTrue(expected[1] - expected[0] < 5 + 1e-6);
    assertTrue(expected[2] - expected[1] <= expected[1] - expected[0] + 1e-9);
  }

  @Test
  void noise_is_smoothed_to_its_mean() {
    Random random = new Random(3);
    double[] values =
        IntStream.range(0, 200).mapToDouble(i -> 50 + random.nextGaussian()).toArray();
    for (double day : Ets.fit(series(values)).expected(series(values), 5)) {
      assertEquals(50, day, 0.7);
    }
  }

  @Test
  void missing_days_teach_nothing() {
    double[] values = IntStream.range(0, 70).mapToDouble(i -> i % 7 < 5 ? 100 : 40).toArray();
    for (int i : new int[] {3, 17, 40, 41, 42, 60}) {
      values[i] = Double.NaN;
    }
    double[] expected = Ets.fit(series(values)).expected(series(values), 7);
    assertEquals(580, Arrays.stream(expected).sum(), 1e-3);
  }

  @Test
  void less_than_two_weeks_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> Ets.fit(series(new double[13])));
  }

  private static DailySeries series(double... values) {
    return DailySeries.of(MONDAY, values);
  }
}
