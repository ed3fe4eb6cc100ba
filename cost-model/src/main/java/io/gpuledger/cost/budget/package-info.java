/** Budgets, thresholds and crossings as pure rules. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.budget;
