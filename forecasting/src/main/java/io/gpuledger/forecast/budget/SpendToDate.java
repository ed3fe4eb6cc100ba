package io.gpuledger.forecast.budget;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.forecast.series.DailySeries;
import java.time.LocalDate;

/**
 * What a budget's scope has cost, as far as it is settled.
 *
 * @param spent of the period's days up to the last settled one, everything included, and of later
 *     ones what does not come again
 * @param committed by day: what is paid whether anything runs or not
 * @param variable by day: what follows what runs; purchases, which come once, are in neither
 * @param begun what is billed so far of days that are not settled
 */
public record SpendToDate(Amount spent, DailySeries committed, DailySeries variable, Begun begun) {
  /**
   * What is billed so far of days that are not settled, from the first one on; missing where
   * nothing is. The parts stand apart: that one of them is not billed yet says nothing of the
   * other.
   */
  public record Begun(DailySeries committed, DailySeries variable) {}

  /** With nothing billed of days that are not settled. */
  public SpendToDate(Amount spent, DailySeries committed, DailySeries variable) {
    this(spent, committed, variable, nothing(variable.day(variable.size())));
  }

  /**
   * Both series end at the last settled day, and what has begun follows.
   *
   * @throws IllegalArgumentException if they end on different days, or one has none
   */
  public SpendToDate {
    if (committed.size() == 0
        || variable.size() == 0
        || !committed.day(committed.size()).equals(variable.day(variable.size()))) {
      throw new IllegalArgumentException("both series end at the last settled day");
    }
    LocalDate next = variable.day(variable.size());
    if (!begun.committed().first().equals(next) || !begun.variable().first().equals(next)) {
      throw new IllegalArgumentException("what has begun follows the last settled day");
    }
  }

  private static Begun nothing(LocalDate next) {
    return new Begun(DailySeries.of(next), DailySeries.of(next));
  }

  /** The first day of which nothing is settled. */
  LocalDate next() {
    return variable.day(variable.size());
  }
}
