/** What budgets' periods will come to, from the ledger's days. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.dashboard.forecast;
