package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.BudgetProgress;
import io.gpuledger.cost.budget.Crossing;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.auth.AccessScope;
import java.time.YearMonth;
import java.util.List;
import java.util.Set;

/**
 * One version of a monthly limit on the billed cost of what a filter matches.
 *
 * @param version counts up with every change
 * @param thresholdPercents percents of the limit, ascending
 * @param fromFile declared in gpuledger.yaml, and changed only there
 */
public record Budget(
    String id,
    long version,
    String name,
    String filter,
    String currency,
    Amount limit,
    List<Integer> thresholdPercents,
    String owner,
    String channel,
    boolean fromFile) {
  public Budget {
    thresholdPercents = List.copyOf(thresholdPercents);
  }

  /** The teams that the filter confines the budget to; empty if it is not confined. */
  public List<String> teamScope() {
    return TeamScope.of(Filter.parse(filter));
  }

  /** Whether a lead of these teams may see it. */
  public boolean isWithin(List<String> teams) {
    return !teamScope().isEmpty() && teams.containsAll(teamScope());
  }

  /** What its messages may tell of, because those who see the budget see them. */
  AccessScope scope() {
    List<String> teams = teamScope();
    return teams.isEmpty() ? AccessScope.EVERYTHING : AccessScope.ofTeams(teams);
  }

  AlertFacts.BudgetFacts facts() {
    return new AlertFacts.BudgetFacts(
        id, version, name, filter, teamScope(), currency, limit, owner, channel);
  }

  /** The thresholds that an amount has reached, compared without rounding. */
  List<Integer> reached(YearMonth period, Amount spent) {
    io.gpuledger.cost.budget.Budget rule =
        new io.gpuledger.cost.budget.Budget(
            id, version, new Money(currency, limit), thresholdPercents);
    return BudgetProgress.crossings(
            rule, period, SpendKind.FROM_BILL, new Money(currency, spent), Set.of())
        .stream()
        .map(Crossing::thresholdPercent)
        .toList();
  }
}
