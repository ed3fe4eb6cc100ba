package io.gpuledger.cost.budget;

import io.gpuledger.cost.filter.Filter;

/**
 * A budget and what it looks at.
 *
 * @param filter the compiled filter
 */
public record WatchedBudget(Budget budget, Filter filter) {}
