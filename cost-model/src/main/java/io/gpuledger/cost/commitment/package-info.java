/**
 * Contracts as facts: what was promised, for how long, at which price, and how it ended. A period
 * bears the upfront part that falls on it and the fees of its time; what was used is divided from
 * what was not, and the unused part has a named owner. Amounts of any partition of a term sum to
 * the whole exactly.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.commitment;
