package io.gpuledger.cost.budget;

/**
 * A threshold of a budget passed in a period. Its identity: there is at most one of each.
 *
 * @param thresholdPercent percent of the limit
 */
public record Crossing(
    String budgetId, long budgetVersion, String period, int thresholdPercent, SpendKind kind) {}
