package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.SpendQuestion;

/**
 * What is asked of a scope, in the unit that its budget counts.
 *
 * @param unit what is added up
 * @param currency which money; empty where hours are added up, which are of every currency's bills
 */
public record ScopeQuestion(SpendQuestion question, BudgetUnit unit, String currency) {
  /** What is asked for a budget. */
  public static ScopeQuestion of(Budget budget) {
    return new ScopeQuestion(budget.question(), budget.plan().unit(), budget.currency());
  }
}
