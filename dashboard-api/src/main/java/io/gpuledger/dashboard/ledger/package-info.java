/** Answers what the API and the budgets ask, from the ledger's tables. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.dashboard.ledger;
