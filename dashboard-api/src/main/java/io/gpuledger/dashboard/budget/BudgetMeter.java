package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.PeriodKind;
import io.gpuledger.cost.budget.PeriodRule;
import io.gpuledger.cost.budget.Rollover;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.close.FiscalCalendar;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Measures many budgets in many periods against the bill, each period's rows read once. */
public final class BudgetMeter {
  /** Bills of a day come days later. */
  private static final int DAYS_BEFORE = 3;

  private final FiscalCalendar books;
  private final BiFunction<Budget, BudgetSpan, Budget> versions;
  private final Function<Budget, SpendQuestion> questions;
  private final Map<Opened, List<BudgetSpan>> opened = new HashMap<>();

  /**
   * Measures periods; for one round, by one thread.
   *
   * @param versions the version that a period before the one asked for is measured by
   * @param questions what is asked for a budget
   */
  BudgetMeter(
      FiscalCalendar books,
      BiFunction<Budget, BudgetSpan, Budget> versions,
      Function<Budget, SpendQuestion> questions) {
    this.books = books;
    this.versions = versions;
    this.questions = questions;
  }

  /** Most budgets go by the same few rules. */
  private record Opened(PeriodRule rule, Instant now) {}

  /** A budget in a period. */
  public record Wanted(Budget budget, BudgetSpan span) {}

  /** The period of a budget that an instant lies in. */
  public Optional<BudgetSpan> spanAt(Budget budget, Instant at) {
    return budget.plan().period().at(at, books);
  }

  /** The period of a budget by its key. */
  public Optional<BudgetSpan> spanOf(Budget budget, String key) {
    return budget.plan().period().ofKey(key, books);
  }

  /** The period before a period. */
  public Optional<BudgetSpan> before(Budget budget, BudgetSpan span) {
    return budget.plan().period().before(span, books);
  }

  /**
   * The periods whose bills still arrive: this one and the one before, of days the three before. A
   * rolling period has none before that its own days do not tell of.
   */
  public List<BudgetSpan> open(Budget budget, Instant now) {
    return opened.computeIfAbsent(
        new Opened(budget.plan().period(), now), of -> open(of.rule(), of.now()));
  }

  private List<BudgetSpan> open(PeriodRule rule, Instant now) {
    List<BudgetSpan> spans = new ArrayList<>();
    Optional<BudgetSpan> span = rule.at(now, books);
    int before =
        switch (rule.kind()) {
          case ROLLING, PROJECT -> 0;
          case DAY -> DAYS_BEFORE;
          case WEEK, MONTH, QUARTER, YEAR -> 1;
        };
    for (int i = 0; i <= before && span.isPresent(); i++) {
      spans.add(0, span.get());
      span = rule.before(span.get(), books);
    }
    return List.copyOf(spans);
  }

  /** How each stands; one that could not be measured is left out. */
  public List<Standing> measure(List<Wanted> wanted, BudgetFigures.AsKnown known) {
    Map<BudgetSpan, Set<SpendQuestion>> asked = new LinkedHashMap<>();
    List<Asked> all = new ArrayList<>(wanted.size());
    for (Wanted one : wanted) {
      SpendQuestion question = ask(asked, one);
      Optional<Before> before = carriedFrom(one).map(then -> new Before(then, ask(asked, then)));
      all.add(new Asked(one, question, before));
    }
    Map<BudgetSpan, Map<SpendQuestion, SpendTotal>> answers = answers(asked, known);
    List<Standing> standings = new ArrayList<>(wanted.size());
    for (Asked one : all) {
      Optional<SpendTotal> total = total(answers, one.wanted().span(), one.question());
      Optional<SpendTotal> before =
          one.before().flatMap(then -> total(answers, then.wanted().span(), then.question()));
      if (total.isPresent() && one.before().isPresent() == before.isPresent()) {
        standings.add(
            standing(one.wanted(), total.get(), one.before().map(Before::wanted), before));
      }
    }
    return standings;
  }

  /** Periods of other names and zones may be the same days, which are read once. */
  private static Map<BudgetSpan, Map<SpendQuestion, SpendTotal>> answers(
      Map<BudgetSpan, Set<SpendQuestion>> asked, BudgetFigures.AsKnown known) {
    Map<TimeRange, Set<SpendQuestion>> byRange = new LinkedHashMap<>();
    asked.forEach(
        (span, those) ->
            byRange.computeIfAbsent(span.range(), any -> new LinkedHashSet<>()).addAll(those));
    Map<TimeRange, Map<SpendQuestion, SpendTotal>> read = new HashMap<>();
    byRange.forEach((range, those) -> read.put(range, known.spent(those, range)));
    Map<BudgetSpan, Map<SpendQuestion, SpendTotal>> answers = new HashMap<>();
    for (BudgetSpan span : asked.keySet()) {
      answers.put(span, read.getOrDefault(span.range(), Map.of()));
    }
    return answers;
  }

  /**
   * A budget in a period with what is asked for it.
   *
   * @param before the period that it takes something over from
   */
  private record Asked(Wanted wanted, SpendQuestion question, Optional<Before> before) {}

  /** The period before, by the version that it was measured by. */
  private record Before(Wanted wanted, SpendQuestion question) {}

  private SpendQuestion ask(Map<BudgetSpan, Set<SpendQuestion>> asked, Wanted one) {
    SpendQuestion question = questions.apply(one.budget());
    asked.computeIfAbsent(one.span(), any -> new LinkedHashSet<>()).add(question);
    return question;
  }

  /** A project has no period before. */
  private Optional<Wanted> carriedFrom(Wanted one) {
    return one.budget().plan().rollover().mode() == Rollover.Mode.NONE
            || one.budget().plan().period().kind() == PeriodKind.PROJECT
        ? Optional.empty()
        : before(one.budget(), one.span())
            .map(span -> new Wanted(versions.apply(one.budget(), span), span))
            // What was limited in something else leaves nothing over in this.
            .filter(then -> then.budget().denomination().equals(one.budget().denomination()));
  }

  private static Optional<SpendTotal> total(
      Map<BudgetSpan, Map<SpendQuestion, SpendTotal>> answers,
      BudgetSpan span,
      SpendQuestion question) {
    return Optional.ofNullable(answers.getOrDefault(span, Map.of()).get(question));
  }

  private static Standing standing(
      Wanted one, SpendTotal total, Optional<Wanted> from, Optional<SpendTotal> before) {
    Budget budget = one.budget();
    BudgetUnit unit = budget.plan().unit();
    Amount carried =
        from.flatMap(
                then ->
                    before.map(
                        spent ->
                            budget
                                .plan()
                                .rollover()
                                .carried(
                                    limitOf(then.budget(), then.span()),
                                    spent.of(unit, budget.currency()))))
            .orElse(Amount.ZERO);
    Map<String, Amount> others = new TreeMap<>();
    if (unit == BudgetUnit.MONEY) {
      others.putAll(total.byCurrency());
      others.remove(budget.currency());
      others.values().removeIf(Amount::isZero);
    }
    return new Standing(
        budget,
        one.span(),
        limitOf(budget, one.span()),
        carried,
        total.of(unit, budget.currency()),
        others);
  }

  private static Amount limitOf(Budget budget, BudgetSpan span) {
    return budget.plan().limitOf(span.key(), budget.limit());
  }
}
