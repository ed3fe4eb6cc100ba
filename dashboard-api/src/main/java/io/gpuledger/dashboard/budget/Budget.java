package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.AlertFacts;
import java.util.List;

/**
 * One version of a monthly limit on the billed cost of what a filter matches.
 *
 * @param version counts up with every change
 * @param thresholdPercents steps of the limit, ascending
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

  AlertFacts.BudgetFacts facts() {
    return new AlertFacts.BudgetFacts(
        id, version, name, filter, teamScope(), currency, limit, owner, channel);
  }

  /** The steps that an amount has reached, exactly. */
  List<Integer> reached(Amount spent) {
    return thresholdPercents.stream()
        .filter(
            percent ->
                spent
                        .toBigDecimal()
                        .multiply(java.math.BigDecimal.valueOf(100))
                        .compareTo(
                            limit.toBigDecimal().multiply(java.math.BigDecimal.valueOf(percent)))
                    >= 0)
        .toList();
  }
}
