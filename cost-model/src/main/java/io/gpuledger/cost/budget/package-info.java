/**
 * Budgets, what their months have come to by measured device time, thresholds and crossings as pure
 * rules. {@link io.gpuledger.cost.budget.NodeSpend} is the entrance: samples in, additions out.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.budget;
