package io.gpuledger.forecast.budget;

import io.gpuledger.forecast.series.DailySeries;
import io.gpuledger.forecast.total.TotalForecaster;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What a period will come to = settled spend + committed floor x days left + variable part of the
 * days left + planned changes. The floor goes on as it was in the last seven settled days, whether
 * anything runs or not.
 */
public final class PeriodForecaster {
  /** The longest stretch that is forecast. */
  public static final int DAYS_LIMIT = 400;

  private final TotalForecaster variable;

  /**
   * A forecaster.
   *
   * @param variable says what the part that follows use will come to
   */
  public PeriodForecaster(TotalForecaster variable) {
    this.variable = variable;
  }

  /**
   * Forecasts a period of which some days are to come.
   *
   * @param first first day of the period; days before it that are not settled are no part of it
   * @param end first day after the period
   * @return empty where too few days are settled to say anything, or none are to come
   */
  public Optional<PeriodForecast> forecast(
      SpendToDate spend, List<PlannedChange> planned, LocalDate first, LocalDate end) {
    LocalDate from = spend.next().isBefore(first) ? first : spend.next();
    long before = ChronoUnit.DAYS.between(spend.next(), from);
    long days = ChronoUnit.DAYS.between(from, end);
    if (days < 1 || before + days > DAYS_LIMIT) {
      return Optional.empty();
    }
    double sure = spend.spent().toBigDecimal().doubleValue() + days * floor(spend.committed());
    for (PlannedChange change : planned) {
      sure += change.days(spend.next(), from, end) * change.perDay().toBigDecimal().doubleValue();
    }
    double certain = sure;
    return variable
        .total(spend.variable().followedByMissing((int) before), (int) days)
        .map(rest -> new PeriodForecast(spend.next().minusDays(1), certain, rest));
  }

  /** Mean of the last seven known days; nothing where none is known. */
  private static double floor(DailySeries committed) {
    double sum = 0;
    int days = 0;
    for (int i = committed.size() - 1; i >= 0 && days < DailySeries.WEEK; i--) {
      if (committed.isKnown(i)) {
        sum += committed.value(i);
        days++;
      }
    }
    return days == 0 ? 0 : sum / days;
  }
}
