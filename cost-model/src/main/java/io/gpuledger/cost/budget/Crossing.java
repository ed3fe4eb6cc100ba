package io.gpuledger.cost.budget;

import java.time.YearMonth;

/**
 * A threshold of a budget passed in a period. Its identity: there is at most one of each.
 *
 * @param thresholdPercent percent of the limit
 */
public record Crossing(
    String budgetId, long budgetVersion, YearMonth period, int thresholdPercent, SpendKind kind) {}
