package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Amount;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a budget's period beside samples.
 *
 * @param limit of the period, with what it takes over; empty where that of the budget holds
 * @param settledThrough the last day of the budget's zone whose bills, like those of all days of
 *     the period before it, are complete; empty where there is none
 * @param settled what bills say of the period up to that day
 * @param billedAfter what bills say of days after it so far
 */
public record PeriodTerms(
    Optional<Amount> limit,
    Optional<LocalDate> settledThrough,
    Amount settled,
    SortedMap<LocalDate, Amount> billedAfter) {
  /** The most days that are told one by one; of those before the guard's own sums stand alone. */
  public static final int DAYS_LIMIT = 31;

  public static final PeriodTerms NONE =
      new PeriodTerms(
          Optional.empty(), Optional.empty(), Amount.ZERO, Collections.emptySortedMap());

  public PeriodTerms {
    billedAfter = Collections.unmodifiableSortedMap(new TreeMap<>(billedAfter));
    if (settledThrough.isEmpty() && !settled.isZero()) {
      throw new IllegalArgumentException("what is settled has no last day");
    }
    if (billedAfter.size() > DAYS_LIMIT) {
      throw new IllegalArgumentException("more than " + DAYS_LIMIT + " days are billed one by one");
    }
    if (settledThrough.isPresent()
        && !billedAfter.isEmpty()
        && !billedAfter.firstKey().isAfter(settledThrough.get())) {
      throw new IllegalArgumentException(
          billedAfter.firstKey() + " is settled and billed by itself as well");
    }
  }
}
