package io.gpuledger.dashboard.forecast;

import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.SpendQuestion;

/**
 * What is asked of a scope's days.
 *
 * @param unit what is added up
 * @param currency which money; empty where hours are added up, which are of every currency's bills
 */
public record ScopeQuestion(SpendQuestion question, BudgetUnit unit, String currency) {}
