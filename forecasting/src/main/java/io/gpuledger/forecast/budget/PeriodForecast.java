package io.gpuledger.forecast.budget;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.forecast.total.TotalForecast;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What a period will come to: an amount that is sure, and the distribution of the rest. Amounts are
 * rounded to two digits; they are expectations and sum to nothing.
 */
public final class PeriodForecast {
  private static final int DIGITS = 2;

  private final LocalDate settledTo;
  private final double sure;
  private final TotalForecast rest;

  PeriodForecast(LocalDate settledTo, double sure, TotalForecast rest) {
    this.settledTo = settledTo;
    this.sure = sure;
    this.rest = rest;
  }

  /** The last day that is known; all after it is forecast. */
  public LocalDate settledTo() {
    return settledTo;
  }

  public Amount expected() {
    return rounded(sure + rest.expected());
  }

  /**
   * What is not passed with this probability.
   *
   * @param level above 0 and below 1
   */
  public Amount quantile(double level) {
    return rounded(sure + rest.quantile(level));
  }

  /** How likely the period comes to more than this; never quite 0 or 1. */
  public double probabilityAbove(Amount limit) {
    return rest.probabilityAbove(limit.toBigDecimal().doubleValue() - sure);
  }

  /** Past days whose forecasts' errors the spread rests on. */
  public int origins() {
    return rest.origins();
  }

  private static Amount rounded(double value) {
    return Amount.of(new BigDecimal(value).setScale(DIGITS, Rounding.DISPLAY.mode()));
  }
}
