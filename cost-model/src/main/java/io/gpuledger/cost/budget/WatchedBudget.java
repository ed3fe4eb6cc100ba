package io.gpuledger.cost.budget;

import io.gpuledger.cost.close.FiscalCalendar;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;

/**
 * A budget as the spend guard watches it.
 *
 * @param budget its limit is that of a period without terms; where hours are limited the currency
 *     is {@link BudgetUnit#HOURS}
 * @param filter the compiled filter
 * @param rule how it divides time
 * @param books the periods of own books, for a rule that goes by them
 * @param terms of single periods, by their keys
 * @param expectsTerms whether terms of the period that runs will be told: until then nothing is
 *     said of it, because the limit and what is billed may be others
 */
public record WatchedBudget(
    Budget budget,
    Filter filter,
    PeriodRule rule,
    FiscalCalendar books,
    Map<String, PeriodTerms> terms,
    boolean expectsTerms) {
  private static final FiscalCalendar CALENDAR_YEAR =
      new FiscalCalendar.Months(Month.JANUARY, PeriodRule.UTC);

  public WatchedBudget {
    terms = Map.copyOf(terms);
    expectsTerms = expectsTerms || !terms.isEmpty();
  }

  /** A budget of calendar months of UTC, all of whose periods have one limit. */
  public WatchedBudget(Budget budget, Filter filter) {
    this(budget, filter, PeriodRule.MONTHS, CALENDAR_YEAR, Map.of(), false);
  }

  /** Whose days its spend is added up by. */
  public ZoneId zone() {
    return rule.fiscal() ? books.zone() : rule.zone();
  }

  /** The currency, or what is counted instead of money. */
  public String denomination() {
    return budget.limit().currency();
  }

  /** What sums of its days are of: those of another basis cannot be added to them. */
  public String basis() {
    return denomination() + " " + zone().getId() + " " + filter.text();
  }

  /** The period that a day counts in; empty where it counts in none. */
  public Optional<BudgetSpan> spanOf(LocalDate day) {
    return rule.at(day.atStartOfDay(zone()).toInstant(), books)
        .filter(span -> !day.isBefore(span.firstDay()) && day.isBefore(span.endDay()));
  }

  /** What is known of a period; empty where nothing was told. */
  public Optional<PeriodTerms> termsOf(String periodKey) {
    return Optional.ofNullable(terms.get(periodKey));
  }

  /** The budget with the limit of a period. */
  Budget in(String periodKey) {
    Optional<Amount> own = termsOf(periodKey).flatMap(PeriodTerms::limit);
    return own.isEmpty() ? budget : budget.withLimit(own.get());
  }
}
