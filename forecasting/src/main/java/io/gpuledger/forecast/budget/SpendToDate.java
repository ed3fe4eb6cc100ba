package io.gpuledger.forecast.budget;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.forecast.series.DailySeries;
import java.time.LocalDate;

/**
 * What a budget's scope has cost, as far as it is settled.
 *
 * @param spent of the period's days up to the last settled one, everything included
 * @param committed by day: what is paid whether anything runs or not
 * @param variable by day: what follows what runs; purchases, which come once, are in neither
 */
public record SpendToDate(Amount spent, DailySeries committed, DailySeries variable) {
  /**
   * Both series end at the last settled day.
   *
   * @throws IllegalArgumentException if they end on different days, or one has none
   */
  public SpendToDate {
    if (committed.size() == 0
        || variable.size() == 0
        || !committed.day(committed.size()).equals(variable.day(variable.size()))) {
      throw new IllegalArgumentException("both series end at the last settled day");
    }
  }

  /** The first day of which nothing is settled. */
  LocalDate next() {
    return variable.day(variable.size());
  }
}
