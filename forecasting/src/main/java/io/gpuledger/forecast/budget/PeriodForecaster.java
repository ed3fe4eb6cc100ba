package io.gpuledger.forecast.budget;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.forecast.series.DailySeries;
import io.gpuledger.forecast.total.TotalForecast;
import io.gpuledger.forecast.total.TotalForecaster;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What a period will come to = settled spend + committed floor x days left + variable part of the
 * days left + planned changes. The floor goes on as it was in the last seven settled days, whether
 * anything runs or not. A day that is not settled comes to what is billed of it already, at least.
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
   * @param spent of the period by now, by whatever is known best: it comes to no less
   * @return empty where too few days are settled to say anything, or none are to come
   */
  public Optional<PeriodForecast> forecast(
      SpendToDate spend,
      List<PlannedChange> planned,
      LocalDate first,
      LocalDate end,
      Amount spent) {
    LocalDate from = spend.next().isBefore(first) ? first : spend.next();
    long before = ChronoUnit.DAYS.between(spend.next(), from);
    long days = ChronoUnit.DAYS.between(from, end);
    if (days < 1 || before + days > DAYS_LIMIT) {
      return Optional.empty();
    }
    return variable
        .total(spend.variable().followedByMissing((int) before), (int) days)
        .map(
            rest ->
                new PeriodForecast(
                    spend.next().minusDays(1), sure(spend, planned, from, end, rest), rest, spent));
  }

  /** Everything but the variable part of the days left as it is expected. */
  private static double sure(
      SpendToDate spend,
      List<PlannedChange> changes,
      LocalDate from,
      LocalDate end,
      TotalForecast rest) {
    double floor = floor(spend.committed());
    double sure = spend.spent().toBigDecimal().doubleValue();
    for (LocalDate day = from; day.isBefore(end); day = day.plusDays(1)) {
      double usual = rest.expected((int) ChronoUnit.DAYS.between(from, day));
      double planned = 0;
      for (PlannedChange change : changes) {
        planned +=
            change.days(spend.next(), day, day.plusDays(1))
                * change.perDay().toBigDecimal().doubleValue();
      }
      sure += Math.max(floor, begun(spend.begun().committed(), day));
      sure += planned + Math.max(0, begun(spend.begun().variable(), day) - usual - planned);
    }
    return sure;
  }

  /** What is billed so far of a day that is not settled; no more than any day where nothing is. */
  private static double begun(DailySeries begun, LocalDate day) {
    long index = ChronoUnit.DAYS.between(begun.first(), day);
    boolean known = index < begun.size() && begun.isKnown((int) index);
    return known ? begun.value((int) index) : Double.NEGATIVE_INFINITY;
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
