/**
 * Databricks: the system table of billable usage, priced by the system tables of prices, which come
 * as further files of the set.
 *
 * <p>Invariants: every record counts, retractions and restatements too, since together they are
 * what was used; a record has the price of exactly one window, start included and end excluded, or
 * is refused: usage without a price is not free.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.databricks;
