package io.gpuledger.cost.budget;

/**
 * What is wrong with a budget.
 *
 * @param field as users write it
 * @param message what is wrong, and how to mend it
 */
public record PlanFault(String field, String message) {}
