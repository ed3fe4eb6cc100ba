package io.gpuledger.forecast.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.forecast.series.DailySeries;
import io.gpuledger.forecast.total.MedianForecaster;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeriodForecasterTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 9, 1);
  private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);
  private static final LocalDate UNSETTLED = LocalDate.of(2026, 11, 21);
  private static final LocalDate DECEMBER = LocalDate.of(2026, 12, 1);

  private final PeriodForecaster forecaster = new PeriodForecaster(new MedianForecaster());

  /** Settled to 20 November: ten days are left of the month. */
  private static SpendToDate spend(double committed, double variable) {
    return new SpendToDate(Amount.of(4_000), constant(committed), constant(variable));
  }

  private static DailySeries constant(double value) {
    double[] values = new double[81];
    Arrays.fill(values, value);
    return DailySeries.of(FIRST, values);
  }

  @Test
  void the_month_is_what_is_settled_and_what_its_last_days_will_cost() {
    PeriodForecast month =
        forecaster
            .forecast(spend(100, 100), List.of(), NOVEMBER, DECEMBER, Amount.ZERO)
            .orElseThrow();
    assertEquals(Amount.of(6_000), month.expected());
    assertEquals(LocalDate.of(2026, 11, 20), month.settledTo());
    assertTrue(month.probabilityAbove(Amount.of(7_000)) < 0.1);
    assertTrue(month.probabilityAbove(Amount.of(5_000)) > 0.9);
  }

  @Test
  void the_floor_goes_on_where_nothing_runs_any_more() {
    double[] stopped = new double[81];
    Arrays.fill(stopped, 100);
    stopped[79] = 0;
    stopped[80] = 0;
    SpendToDate spend =
        new SpendToDate(Amount.of(4_000), constant(100), DailySeries.of(FIRST, stopped));
    PeriodForecast month =
        forecaster.forecast(spend, List.of(), NOVEMBER, DECEMBER, Amount.ZERO).orElseThrow();
    assertEquals(Amount.of(5_000), month.expected());
  }

  @Test
  void a_planned_stop_counts_from_its_day_on() {
    PlannedChange stop =
        new PlannedChange(
            LocalDate.of(2026, 11, 26),
            LocalDate.of(2027, 1, 1),
            Amount.of(-60),
            "vision",
            "the old cluster goes");
    PeriodForecast month =
        forecaster
            .forecast(spend(100, 100), List.of(stop), NOVEMBER, DECEMBER, Amount.ZERO)
            .orElseThrow();
    assertEquals(Amount.of(5_700), month.expected());
  }

  @Test
  void a_planned_change_of_the_past_is_in_the_history_already() {
    PlannedChange start =
        new PlannedChange(
            LocalDate.of(2026, 11, 1),
            LocalDate.of(2026, 11, 18),
            Amount.of(60),
            "vision",
            "a test");
    assertEquals(
        Amount.of(6_000),
        forecaster
            .forecast(spend(100, 100), List.of(start), NOVEMBER, DECEMBER, Amount.ZERO)
            .orElseThrow()
            .expected());
  }

  @Test
  void a_change_that_the_history_shows_counts_when_it_ends() {
    PlannedChange goesOn = change(-60, LocalDate.of(2026, 11, 1), LocalDate.of(2200, 1, 1));
    PlannedChange ends = change(-60, LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 29));
    assertEquals(Amount.of(6_000), november(goesOn));
    assertEquals(Amount.of(6_120), november(ends));
  }

  private Amount november(PlannedChange change) {
    return forecaster
        .forecast(spend(100, 100), List.of(change), NOVEMBER, DECEMBER, Amount.ZERO)
        .orElseThrow()
        .expected();
  }

  private static PlannedChange change(long perDay, LocalDate from, LocalDate until) {
    return new PlannedChange(from, until, Amount.of(perDay), "vision", "");
  }

  @Test
  void days_before_the_period_that_are_not_settled_are_no_part_of_it() {
    SpendToDate nothingYet = new SpendToDate(Amount.ZERO, constant(100), constant(100));
    // Settled to 20 November: ten days of November are unknown, and December has 31.
    assertEquals(
        Amount.of(6_200),
        forecaster
            .forecast(nothingYet, List.of(), DECEMBER, LocalDate.of(2027, 1, 1), Amount.ZERO)
            .orElseThrow()
            .expected());
    // A day's budget of 30 November is that day alone.
    assertEquals(
        Amount.of(200),
        forecaster
            .forecast(nothingYet, List.of(), LocalDate.of(2026, 11, 30), DECEMBER, Amount.ZERO)
            .orElseThrow()
            .expected());
  }

  private static SpendToDate begun(double... days) {
    return new SpendToDate(
        Amount.of(4_000),
        constant(100),
        constant(100),
        new SpendToDate.Begun(DailySeries.of(UNSETTLED), DailySeries.of(UNSETTLED, days)));
  }

  @Test
  void a_part_that_is_not_billed_yet_hides_no_surplus_of_the_other() {
    // 100 of use and 100 committed are usual; of the first day the commitment is not billed.
    assertEquals(Amount.of(6_050), expected(begun(150), Amount.ZERO));
    SpendToDate committed =
        new SpendToDate(
            Amount.of(4_000),
            constant(100),
            constant(100),
            new SpendToDate.Begun(DailySeries.of(UNSETTLED, 130, 40), DailySeries.of(UNSETTLED)));
    assertEquals(Amount.of(6_030), expected(committed, Amount.ZERO));
  }

  private Amount expected(SpendToDate spend, Amount spent) {
    return forecaster
        .forecast(spend, List.of(), NOVEMBER, DECEMBER, spent)
        .orElseThrow()
        .expected();
  }

  @Test
  void a_day_that_is_not_settled_comes_to_what_is_billed_of_it_at_least() {
    // 100 of use are usual. The second day is dearer already, the third has only begun.
    assertEquals(Amount.of(6_050), expected(begun(100, 150, 20), Amount.ZERO));
    assertEquals(Amount.of(6_000), expected(begun(Double.NaN, 90), Amount.ZERO));
    assertEquals(Amount.of(7_000), expected(begun(1_100), Amount.ZERO));
  }

  @Test
  void what_is_billed_of_days_outside_the_period_is_no_part_of_it() {
    PeriodForecast day =
        forecaster
            .forecast(
                begun(900, 150),
                List.of(),
                LocalDate.of(2026, 11, 22),
                LocalDate.of(2026, 11, 23),
                Amount.ZERO)
            .orElseThrow();
    // Of 4,000 that are sure; the day itself is at 250.
    assertEquals(Amount.of(4_250), day.expected());
  }

  @Test
  void no_figure_is_below_what_is_spent_already() {
    PeriodForecast month =
        forecaster
            .forecast(spend(100, 100), List.of(), NOVEMBER, DECEMBER, Amount.parse("6500.125"))
            .orElseThrow();
    assertEquals(Amount.parse("6500.125"), month.expected());
    assertEquals(Amount.parse("6500.125"), month.quantile(0.1));
    assertTrue(month.quantile(0.9).compareTo(Amount.parse("6500.125")) >= 0);
    assertTrue(month.probabilityAbove(Amount.of(6_500)) > 0.9);
    assertTrue(month.probabilityAbove(Amount.of(6_500)) < 1);
    assertTrue(month.probabilityAbove(Amount.of(7_500)) < 0.1);
  }

  @Test
  void what_has_begun_follows_the_last_settled_day() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new SpendToDate(
                Amount.ZERO,
                constant(1),
                constant(1),
                new SpendToDate.Begun(DailySeries.of(UNSETTLED), DailySeries.of(DECEMBER, 1))));
  }

  @Test
  void a_change_that_ends_before_it_begins_is_refused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new PlannedChange(DECEMBER, DECEMBER, Amount.of(1), "vision", ""));
  }

  @Test
  void a_period_that_is_over_is_not_forecast() {
    assertTrue(
        forecaster
            .forecast(spend(1, 1), List.of(), NOVEMBER, LocalDate.of(2026, 11, 21), Amount.ZERO)
            .isEmpty());
  }

  @Test
  void a_period_that_ends_in_years_is_not_forecast() {
    assertTrue(
        forecaster
            .forecast(spend(1, 1), List.of(), NOVEMBER, LocalDate.of(2028, 11, 21), Amount.ZERO)
            .isEmpty());
  }

  @Test
  void series_that_end_on_different_days_are_refused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new SpendToDate(Amount.ZERO, constant(1), constant(1).until(80)));
  }

  @Test
  void the_gate_opens_at_the_second_sure_forecast_and_stays_open_while_it_hovers() {
    ForecastGate gate = ForecastGate.CLOSED.after(0.85);
    assertFalse(gate.over());
    gate = gate.after(0.81);
    assertTrue(gate.over());
    for (double hovering : new double[] {0.79, 0.71, 0.8}) {
      gate = gate.after(hovering);
      assertTrue(gate.over());
    }
    gate = gate.after(0.69);
    assertFalse(gate.over());
    assertFalse(gate.after(0.9).over());
    assertFalse(gateAfter(0.85, 0.1, 0.85).over());
  }

  private static ForecastGate gateAfter(double... probabilities) {
    ForecastGate gate = ForecastGate.CLOSED;
    for (double probability : probabilities) {
      gate = gate.after(probability);
    }
    return gate;
  }
}
