package io.gpuledger.forecast.budget;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.forecast.total.TotalForecast;
import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What a period will come to: an amount that is sure, and the distribution of the rest. Amounts are
 * rounded to two digits; they are expectations and sum to nothing. None is below what has been
 * spent already.
 */
public final class PeriodForecast {
  private static final int DIGITS = 2;

  private final LocalDate settledTo;
  private final double sure;
  private final TotalForecast rest;
  private final Amount spent;

  PeriodForecast(LocalDate settledTo, double sure, TotalForecast rest, Amount spent) {
    this.settledTo = settledTo;
    this.sure = sure;
    this.rest = rest;
    this.spent = spent;
  }

  /** The last day that is known; all after it is forecast. */
  public LocalDate settledTo() {
    return settledTo;
  }

  public Amount expected() {
    return atLeastSpent(sure + rest.expected());
  }

  /**
   * What is not passed with this probability.
   *
   * @param level above 0 and below 1
   */
  public Amount quantile(double level) {
    return atLeastSpent(sure + rest.quantile(level));
  }

  /** How likely the period comes to more than this; never quite 0 or 1. */
  public double probabilityAbove(Amount limit) {
    boolean passed = spent.compareTo(limit) > 0;
    return rest.probabilityAbove(
        passed ? Double.NEGATIVE_INFINITY : limit.toBigDecimal().doubleValue() - sure);
  }

  /** Past days whose forecasts' errors the spread rests on. */
  public int origins() {
    return rest.origins();
  }

  private Amount atLeastSpent(double value) {
    Amount rounded = Amount.of(new BigDecimal(value).setScale(DIGITS, Rounding.DISPLAY.mode()));
    return rounded.compareTo(spent) < 0 ? spent : rounded;
  }
}
