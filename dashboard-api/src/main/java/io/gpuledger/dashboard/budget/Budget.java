package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.BudgetPlan;
import io.gpuledger.cost.budget.BudgetSpan;
import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.ChargePart;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.AlertFacts;
import io.gpuledger.dashboard.auth.AccessScope;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One version of a limit on what matches a filter.
 *
 * @param version counts up with every change
 * @param currency empty where hours are limited
 * @param limit of a period that has none of its own
 * @param thresholdPercents percents of the limit, ascending
 * @param fromFile declared in gpuledger.yaml, and changed only there
 * @param effectiveFrom since when the version holds
 * @param plan periods, and what counts
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
    boolean fromFile,
    Instant effectiveFrom,
    BudgetPlan plan) {
  public Budget {
    thresholdPercents = List.copyOf(thresholdPercents);
  }

  /** The teams that the filter confines the budget to; empty if it is not confined. */
  public List<String> teamScope() {
    return TeamScope.of(Filter.parse(filter));
  }

  /** Whether a lead of these teams may see it, and all of it. */
  public boolean isWithin(List<String> teams) {
    return isWithin(teamScope(), teams);
  }

  private static boolean isWithin(List<String> scope, List<String> teams) {
    return !scope.isEmpty() && teams.containsAll(scope);
  }

  /** Whether a lead of these teams may see it; of a shared one perhaps the own part alone. */
  public boolean isSeenBy(List<String> teams) {
    List<String> scope = teamScope();
    return isWithin(scope, teams) || (plan.shared() && scope.stream().anyMatch(teams::contains));
  }

  /** The channels that it names, parted by commas. */
  public List<String> channels() {
    return AlertRouting.names(channel);
  }

  /** The currency, or what is counted instead of money. */
  public String denomination() {
    return plan.unit() == BudgetUnit.MONEY ? currency : BudgetUnit.HOURS;
  }

  /** What is asked of the bill. */
  public SpendQuestion question() {
    return new SpendQuestion(Filter.parse(filter), plan.counted());
  }

  /** Charges that count and that samples of devices know nothing of. */
  public List<ChargePart> unseenParts() {
    return plan.unit() == BudgetUnit.GPU_HOURS
        ? List.of()
        : Arrays.stream(ChargePart.values())
            .filter(part -> !plan.counted().excluded().contains(part))
            .toList();
  }

  /** What its messages may tell of, because those who see the budget see them. */
  AccessScope scope() {
    List<String> teams = teamScope();
    return teams.isEmpty() ? AccessScope.EVERYTHING : AccessScope.ofTeams(teams);
  }

  /** As its messages need it. */
  AlertFacts.BudgetFacts facts(BudgetSpan span, Amount limitOfPeriod) {
    return new AlertFacts.BudgetFacts(
        id,
        version,
        name,
        filter,
        teamScope(),
        denomination(),
        limitOfPeriod,
        owner,
        channel,
        span.zone().getId(),
        metric());
  }

  /** Which cost counts, in a word. */
  public String metric() {
    return plan.counted().metric().name().toLowerCase(Locale.ROOT);
  }
}
