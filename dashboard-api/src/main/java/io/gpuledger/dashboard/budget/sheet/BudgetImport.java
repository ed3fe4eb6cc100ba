package io.gpuledger.dashboard.budget.sheet;

import io.gpuledger.cost.budget.BudgetPlan;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.Operator;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetDraft;
import io.gpuledger.dashboard.budget.BudgetService;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a sheet would change. A row belongs to the budget of months of UTC whose filter is that team
 * alone, in the same unit and currency; months that the sheet does not name keep their limits.
 * Where there is none, a new budget is made, and months without a limit have that of the sheet's
 * last.
 *
 * @param lines in the order of the sheet
 * @param faults by cell; with one of them nothing is to be changed
 */
public record BudgetImport(List<Line> lines, List<BudgetSheet.Fault> faults) {
  public BudgetImport {
    lines = List.copyOf(lines);
    faults = List.copyOf(faults);
  }

  /** What becomes of a row. */
  public enum What {
    CREATE,
    UPDATE,
    UNCHANGED
  }

  /**
   * A row and what becomes of it.
   *
   * @param before limits of the months that the sheet names, as they are
   * @param after as the sheet has them
   * @param change empty where nothing changes
   */
  public record Line(
      BudgetSheet.Limits row,
      What what,
      String name,
      SortedMap<String, Amount> before,
      SortedMap<String, Amount> after,
      Optional<BudgetService.Change> change) {}

  /**
   * Compares a sheet with the budgets that are.
   *
   * @param now versions that begin later are not changed
   * @param problems what is wrong with a draft
   */
  public static BudgetImport of(
      BudgetSheet sheet,
      List<Budget> budgets,
      Instant now,
      Function<BudgetDraft, List<Problem>> problems) {
    Map<String, List<Budget>> byKey = new HashMap<>();
    for (Budget budget : budgets) {
      if (budget.plan().period().isMonthsOfUtc()) {
        byKey.computeIfAbsent(key(budget), any -> new ArrayList<>()).add(budget);
      }
    }
    List<Line> lines = new ArrayList<>();
    List<BudgetSheet.Fault> faults = new ArrayList<>(sheet.faults());
    for (BudgetSheet.Limits row : sheet.rows()) {
      List<Budget> found = byKey.getOrDefault(key(row), List.of());
      if (found.size() > 1) {
        faults.add(
            new BudgetSheet.Fault(
                row.address(), found.size() + " budgets are of this team; change them by hand"));
      } else if (!found.isEmpty() && found.get(0).fromFile()) {
        faults.add(
            new BudgetSheet.Fault(
                row.address(),
                "budget \""
                    + found.get(0).name()
                    + "\" stands in gpuledger.yaml; change it there"));
      } else if (!found.isEmpty() && found.get(0).effectiveFrom().isAfter(now)) {
        faults.add(
            new BudgetSheet.Fault(
                row.address(),
                "a version of budget \""
                    + found.get(0).name()
                    + "\" begins on "
                    + found.get(0).effectiveFrom()
                    + "; a sheet would put its limits in force now: change it by hand"));
      } else {
        Line line = found.isEmpty() ? made(row) : changed(row, found.get(0));
        for (Problem problem :
            line.change().map(change -> problems.apply(change.draft())).orElse(List.of())) {
          faults.add(
              new BudgetSheet.Fault(row.address(), problem.field() + ": " + problem.message()));
        }
        lines.add(line);
      }
    }
    return new BudgetImport(lines, faults);
  }

  /** The changes to make. */
  public List<BudgetService.Change> changes() {
    return lines.stream().flatMap(line -> line.change().stream()).toList();
  }

  private static String key(Budget budget) {
    return String.join(
        "\n", Filter.parse(budget.filter()).text(), budget.plan().unit().code(), budget.currency());
  }

  private static String key(BudgetSheet.Limits row) {
    return String.join("\n", filterOf(row).text(), row.unit().code(), row.currency());
  }

  private static Filter filterOf(BudgetSheet.Limits row) {
    return new Filter.Comparison(
        GroupKey.of(GroupKey.Name.TEAM), Operator.EQUAL, List.of(row.team()));
  }

  private static Line made(BudgetSheet.Limits row) {
    Amount last = row.byMonth().getOrDefault(row.byMonth().lastKey(), Amount.ZERO);
    BudgetPlan plain = BudgetPlan.DEFAULT;
    BudgetDraft draft =
        new BudgetDraft(
            row.team(),
            filterOf(row).text(),
            row.currency(),
            last.toString(),
            List.of(50, 80, 100),
            "",
            "",
            new BudgetPlan(
                plain.period(),
                row.unit(),
                plain.counted(),
                row.byMonth(),
                plain.rollover(),
                false,
                plain.people()),
            Optional.empty());
    return new Line(
        row,
        What.CREATE,
        row.team(),
        new TreeMap<>(),
        row.byMonth(),
        Optional.of(new BudgetService.Change(Optional.empty(), draft)));
  }

  private static Line changed(BudgetSheet.Limits row, Budget budget) {
    BudgetPlan plan = budget.plan();
    SortedMap<String, Amount> before = new TreeMap<>();
    row.byMonth().keySet().forEach(key -> before.put(key, plan.limitOf(key, budget.limit())));
    if (before.equals(row.byMonth())) {
      return new Line(row, What.UNCHANGED, budget.name(), before, row.byMonth(), Optional.empty());
    }
    SortedMap<String, Amount> limits = new TreeMap<>(plan.limits());
    limits.putAll(row.byMonth());
    BudgetDraft draft =
        new BudgetDraft(
            budget.name(),
            budget.filter(),
            budget.currency(),
            budget.limit().toString(),
            budget.thresholdPercents(),
            budget.owner(),
            budget.channel(),
            new BudgetPlan(
                plan.period(),
                plan.unit(),
                plan.counted(),
                limits,
                plan.rollover(),
                plan.shared(),
                plan.people()),
            Optional.empty());
    return new Line(
        row,
        What.UPDATE,
        budget.name(),
        before,
        row.byMonth(),
        Optional.of(new BudgetService.Change(Optional.of(budget.id()), draft)));
  }
}
