/**
 * Charge blocks to rows of {@code charges}, straight from their dictionaries, and repeats dropped:
 * by one bit a row, refilled from the ledger where state is lost or older.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.billing;
