/**
 * Budgets as versions, their evaluation against published bills, and what the jobs are told of the
 * configuration.
 *
 * <p>Invariants: a budget is never updated in place; budgets of the file are changed in the file; a
 * crossing reported twice changes nothing.
 */
@NullMarked
package io.gpuledger.dashboard.budget;

import org.jspecify.annotations.NullMarked;
