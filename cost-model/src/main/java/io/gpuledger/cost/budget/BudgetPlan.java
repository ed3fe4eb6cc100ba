package io.gpuledger.cost.budget;

import io.gpuledger.cost.close.FiscalCalendar;
import io.gpuledger.cost.money.Amount;
import java.time.Month;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a budget divides time and what it counts.
 *
 * @param limits limits of single periods by their keys; the others have the budget's limit
 * @param shared whether several teams have it together, each of which sees its own part
 */
public record BudgetPlan(
    PeriodRule period,
    BudgetUnit unit,
    Counted counted,
    SortedMap<String, Amount> limits,
    Rollover rollover,
    boolean shared,
    People people) {
  /** The most limits of single periods. */
  public static final int LIMITS_LIMIT = 120;

  /** What every budget was at first. */
  public static final BudgetPlan DEFAULT =
      new BudgetPlan(
          PeriodRule.MONTHS,
          BudgetUnit.MONEY,
          Counted.BILLED,
          Collections.emptySortedMap(),
          Rollover.NONE,
          false,
          People.NOBODY);

  /** Keys of own books have one form, whatever their calendar. */
  private static final FiscalCalendar ANY_BOOKS =
      new FiscalCalendar.Months(Month.JANUARY, PeriodRule.UTC);

  /**
   * Who has to do with a budget beside its owner; each may be empty.
   *
   * @param delegate stands in for the owner
   * @param approver agreed to the limit
   */
  public record People(String delegate, String approver, String costCenter) {
    public static final People NOBODY = new People("", "", "");

    /** Longest text of each, in characters. */
    static final int TEXT_LIMIT = 200;

    List<PlanFault> faults() {
      List<PlanFault> faults = new ArrayList<>();
      check(faults, "delegate", delegate);
      check(faults, "approver", approver);
      check(faults, "costCenter", costCenter);
      return faults;
    }

    private static void check(List<PlanFault> faults, String field, String text) {
      if (text.length() > TEXT_LIMIT) {
        faults.add(new PlanFault(field, "has at most " + TEXT_LIMIT + " characters"));
      }
    }
  }

  public BudgetPlan {
    limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
  }

  /**
   * What is wrong with the plan of a budget, by field; empty if nothing is.
   *
   * @param currency of the budget, empty where hours are limited
   * @param limit where no period says otherwise
   */
  public List<PlanFault> faults(String currency, Amount limit) {
    List<PlanFault> faults = new ArrayList<>(period.faults());
    faults.addAll(people.faults());
    if (unit == BudgetUnit.GPU_HOURS && !currency.isEmpty()) {
      faults.add(new PlanFault("currency", "stands only with unit money; leave it out"));
    }
    if (unit == BudgetUnit.GPU_HOURS && !counted.equals(Counted.BILLED)) {
      faults.add(new PlanFault("include", "hours have neither metric nor parts; leave both out"));
    }
    limitFaults(faults);
    rolloverFaults(faults, limit);
    return faults;
  }

  private void limitFaults(List<PlanFault> faults) {
    if (!limits.isEmpty() && !period.mayVary()) {
      faults.add(new PlanFault("limits", "stand only with weekly, monthly, quarterly and yearly"));
      return;
    }
    if (limits.size() > LIMITS_LIMIT) {
      faults.add(new PlanFault("limits", "at most " + LIMITS_LIMIT + " periods"));
    }
    limits.forEach(
        (key, amount) -> {
          if (period.ofKey(key, ANY_BOOKS).isEmpty()) {
            faults.add(
                new PlanFault("limits", "\"" + key + "\" is not a period such as " + example()));
          }
          if (amount.signum() <= 0) {
            faults.add(new PlanFault("limits", "the limit of " + key + " is not above 0"));
          }
        });
  }

  private String example() {
    return switch (period.kind()) {
      case WEEK -> "2026-W48";
      case QUARTER -> period.fiscal() ? "FY2026-Q4" : "2026-Q4";
      case YEAR -> period.fiscal() ? "FY2026" : "2026";
      case DAY, MONTH, ROLLING, PROJECT -> period.fiscal() ? "FY2026-P11" : "2026-11";
    };
  }

  private void rolloverFaults(List<PlanFault> faults, Amount limit) {
    boolean carries = rollover.mode() != Rollover.Mode.NONE;
    if (carries && (period.kind() == PeriodKind.ROLLING || period.kind() == PeriodKind.PROJECT)) {
      faults.add(new PlanFault("rollover", "stands only with periods that follow each other"));
    }
    if (carries != (rollover.cap().signum() > 0)) {
      faults.add(
          new PlanFault(
              "rollover",
              carries ? "needs a cap above 0: the most that is carried" : "has a cap but no mode"));
    }
    boolean lowers = rollover.mode() == Rollover.Mode.UNSPENT_AND_OVERSPENT;
    Amount least = limits.values().stream().reduce(limit, (a, b) -> a.compareTo(b) < 0 ? a : b);
    if (lowers && rollover.cap().compareTo(least) >= 0) {
      faults.add(
          new PlanFault(
              "rollover", "needs a cap below every limit, so that something is left of each"));
    }
  }

  /** The limit of a period, without what it takes over. */
  public Amount limitOf(String periodKey, Amount otherwise) {
    return limits.getOrDefault(periodKey, otherwise);
  }
}
