/**
 * Limits of budgets out of spreadsheets: a row for each team, a column for each month.
 *
 * <p>Invariants: every fault names its cell; a sheet with a fault changes nothing.
 */
@NullMarked
package io.gpuledger.dashboard.budget.sheet;

import org.jspecify.annotations.NullMarked;
