package io.gpuledger.ingest.wire;

import io.gpuledger.cost.budget.Budget;
import io.gpuledger.cost.budget.PeriodKind;
import io.gpuledger.cost.budget.PeriodRule;
import io.gpuledger.cost.budget.WatchedBudget;
import io.gpuledger.cost.close.FiscalCalendar;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Budgets between {@link WatchedBudget} and {@link BudgetWatch}. */
public final class BudgetWire {
  private static final FiscalCalendar NO_BOOKS =
      new FiscalCalendar.Months(Month.JANUARY, PeriodRule.UTC);

  private BudgetWire() {}

  /** A budget as it is told. */
  public static BudgetWatch fromWatched(WatchedBudget watched) {
    Budget budget = watched.budget();
    BudgetWatch.Builder watch =
        BudgetWatch.newBuilder()
            .setBudgetId(budget.id())
            .setVersion(budget.version())
            .setFilter(watched.filter().text())
            .setCurrency(watched.denomination())
            .setLimit(Unscaled.toBytes(budget.limit().amount()))
            .addAllThresholdPercents(budget.thresholdPercents())
            .setExpectsTerms(watched.expectsTerms());
    if (!watched.rule().isMonthsOfUtc()) {
      watch.setPeriods(fromRule(watched.rule(), watched.books()));
    }
    new TreeMap<>(watched.terms())
        .forEach((period, terms) -> watch.addTerms(fromTerms(period, terms)));
    return watch.build();
  }

  /**
   * A budget as it was told.
   *
   * @throws IllegalArgumentException if it cannot be one
   */
  public static WatchedBudget toWatched(BudgetWatch watch) {
    Map<String, io.gpuledger.cost.budget.PeriodTerms> terms = new HashMap<>();
    watch.getTermsList().forEach(told -> terms.put(told.getPeriod(), toTerms(told)));
    BudgetPeriods periods = watch.getPeriods();
    try {
      return new WatchedBudget(
          new Budget(
              watch.getBudgetId(),
              watch.getVersion(),
              new Money(watch.getCurrency(), Unscaled.fromBytes(watch.getLimit())),
              watch.getThresholdPercentsList()),
          Filter.parse(watch.getFilter()),
          watch.hasPeriods() ? toRule(periods) : PeriodRule.MONTHS,
          periods.hasBooks() ? toBooks(periods.getBooks()) : NO_BOOKS,
          terms,
          watch.getExpectsTerms());
    } catch (DateTimeException unreadable) {
      throw new IllegalArgumentException(
          "the periods of budget " + watch.getBudgetId() + " cannot be read", unreadable);
    }
  }

  private static BudgetPeriods fromRule(PeriodRule rule, FiscalCalendar books) {
    BudgetPeriods.Builder periods =
        BudgetPeriods.newBuilder()
            .setKind(rule.kind().code())
            .setDays(rule.days())
            .setZone(rule.zone().getId());
    rule.from().ifPresent(day -> periods.setFrom(day.toString()));
    rule.to().ifPresent(day -> periods.setTo(day.toString()));
    if (rule.fiscal()) {
      periods.setBooks(fromBooks(books));
    }
    return periods.build();
  }

  private static PeriodRule toRule(BudgetPeriods periods) {
    PeriodRule rule =
        new PeriodRule(
            PeriodKind.of(periods.getKind())
                .orElseThrow(
                    () -> new IllegalArgumentException("no periods are " + periods.getKind())),
            periods.getDays(),
            day(periods.getFrom()),
            day(periods.getTo()),
            ZoneId.of(periods.getZone()),
            periods.hasBooks());
    if (!rule.faults().isEmpty()) {
      throw new IllegalArgumentException(rule.faults().get(0).message());
    }
    return rule;
  }

  private static Optional<LocalDate> day(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
  }

  private static FiscalBooks fromBooks(FiscalCalendar books) {
    FiscalBooks.Builder told = FiscalBooks.newBuilder().setZone(books.zone().getId());
    if (books instanceof FiscalCalendar.Months months) {
      return told.setFirstMonth(months.firstMonth().getValue()).build();
    }
    if (books instanceof FiscalCalendar.Weeks weeks) {
      return told.setPattern(weeks.pattern().text())
          .setLastMonth(weeks.lastMonth().getValue())
          .setLastDay(weeks.lastDay().getValue())
          .setNearest(weeks.yearEnd() == FiscalCalendar.YearEnd.NEAREST_TO_MONTH_END)
          .build();
    }
    throw new IllegalStateException("unknown books " + books);
  }

  private static FiscalCalendar toBooks(FiscalBooks told) {
    ZoneId zone = ZoneId.of(told.getZone());
    if (told.getFirstMonth() != 0) {
      return new FiscalCalendar.Months(Month.of(told.getFirstMonth()), zone);
    }
    return new FiscalCalendar.Weeks(
        Arrays.stream(FiscalCalendar.Pattern.values())
            .filter(pattern -> pattern.text().equals(told.getPattern()))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no books go by " + told.getPattern())),
        Month.of(told.getLastMonth()),
        DayOfWeek.of(told.getLastDay()),
        told.getNearest()
            ? FiscalCalendar.YearEnd.NEAREST_TO_MONTH_END
            : FiscalCalendar.YearEnd.LAST_OF_MONTH,
        zone);
  }

  /** Terms as they are told, and kept. */
  public static PeriodTerms fromTerms(String period, io.gpuledger.cost.budget.PeriodTerms terms) {
    PeriodTerms.Builder told = PeriodTerms.newBuilder().setPeriod(period);
    terms.limit().ifPresent(limit -> told.setLimit(Unscaled.toBytes(limit)));
    terms
        .settledThrough()
        .ifPresent(
            day ->
                told.setHasSettled(true)
                    .setSettledThrough(day.toEpochDay())
                    .setSettled(Unscaled.toBytes(terms.settled())));
    terms
        .billedAfter()
        .forEach(
            (day, amount) ->
                told.addBilledAfter(
                    BilledDay.newBuilder()
                        .setDay(day.toEpochDay())
                        .setAmount(Unscaled.toBytes(amount))));
    return told.build();
  }

  /**
   * Terms as they were told.
   *
   * @throws IllegalArgumentException if they contradict themselves
   */
  public static io.gpuledger.cost.budget.PeriodTerms toTerms(PeriodTerms told) {
    SortedMap<LocalDate, Amount> billed = new TreeMap<>();
    told.getBilledAfterList()
        .forEach(
            day ->
                billed.put(
                    LocalDate.ofEpochDay(day.getDay()), Unscaled.fromBytes(day.getAmount())));
    return new io.gpuledger.cost.budget.PeriodTerms(
        told.getLimit().isEmpty()
            ? Optional.empty()
            : Optional.of(Unscaled.fromBytes(told.getLimit())),
        told.getHasSettled()
            ? Optional.of(LocalDate.ofEpochDay(told.getSettledThrough()))
            : Optional.empty(),
        told.getHasSettled() ? Unscaled.fromBytes(told.getSettled()) : Amount.ZERO,
        billed);
  }
}
