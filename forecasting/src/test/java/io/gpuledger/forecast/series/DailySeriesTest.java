package io.gpuledger.forecast.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class DailySeriesTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 8, 3);

  @Test
  void a_missing_day_is_not_zero() {
    DailySeries series = DailySeries.of(MONDAY, 1, Double.NaN, 0);
    assertEquals(3, series.size());
    assertEquals(2, series.known());
    assertFalse(series.isKnown(1));
    assertTrue(series.isKnown(2));
    assertTrue(Double.isNaN(series.sum(0, 3)));
    assertEquals(1, series.sum(0, 1), 0);
  }

  @Test
  void only_the_end_is_cut_of_missing_days() {
    DailySeries series =
        DailySeries.of(MONDAY, Double.NaN, 1, Double.NaN, 2, Double.NaN, Double.NaN);
    assertEquals(4, series.withoutMissingEnd().size());
    assertEquals(0, DailySeries.of(MONDAY, Double.NaN).withoutMissingEnd().size());
  }

  @Test
  void the_last_value_of_a_weekday_skips_days_that_are_missing_or_not_yet_there() {
    DailySeries series =
        DailySeries.of(MONDAY, 1, 2, 3, 4, 5, 6, 7, 8, Double.NaN, 10, 11, 12, 13, 14);
    assertEquals(8, series.lastOfWeekday(14, 14), 0);
    assertEquals(2, series.lastOfWeekday(15, 14), 0);
    assertEquals(8, series.lastOfWeekday(21, 14), 0);
    assertEquals(1, series.lastOfWeekday(7, 7), 0);
    assertTrue(Double.isNaN(series.lastOfWeekday(3, 3)));
  }

  @Test
  void what_is_infinite_is_refused() {
    assertThrows(
        IllegalArgumentException.class, () -> DailySeries.of(MONDAY, 1, Double.POSITIVE_INFINITY));
  }
}
