package io.gpuledger.forecast.budget;

import io.gpuledger.cost.money.Amount;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/**
 * A start or stop that somebody has announced.
 *
 * @param from first day that costs more or less
 * @param until first day that does not any more
 * @param perDay what a day costs more; below zero where something stops
 * @param owner who announced it
 * @param note what it is
 */
public record PlannedChange(
    LocalDate from, LocalDate until, Amount perDay, String owner, String note) {
  /**
   * A change.
   *
   * @throws IllegalArgumentException if it ends before it begins
   */
  public PlannedChange {
    if (!until.isAfter(from)) {
      throw new IllegalArgumentException(until + " is not after " + from);
    }
  }

  /**
   * How many days of a range cost more by it than the settled days let expect. A change that the
   * settled days have seen begin is in what they let expect: then its end counts, the other way,
   * unless they have seen that too.
   *
   * @param unsettled first day that is not settled
   */
  long days(LocalDate unsettled, LocalDate start, LocalDate end) {
    if (!from.isBefore(unsettled)) {
      return between(from, start, until, end);
    }
    return until.isBefore(unsettled) ? 0 : -between(until, start, LocalDate.MAX, end);
  }

  private static long between(LocalDate from, LocalDate start, LocalDate until, LocalDate end) {
    LocalDate first = from.isAfter(start) ? from : start;
    LocalDate last = until.isBefore(end) ? until : end;
    return Math.max(0, ChronoUnit.DAYS.between(first, last));
  }
}
