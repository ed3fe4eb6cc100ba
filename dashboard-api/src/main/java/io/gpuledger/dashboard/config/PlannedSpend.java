package io.gpuledger.dashboard.config;

import io.gpuledger.forecast.budget.PlannedChange;

/**
 * A start or stop that somebody announced, and the budget whose forecast takes it in.
 *
 * @param budget its name
 */
public record PlannedSpend(String budget, PlannedChange change) {}
