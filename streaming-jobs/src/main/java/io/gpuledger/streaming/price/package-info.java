/**
 * The price book in the ledger: every version is stored whole and made visible by one row that the
 * publisher writes after it.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.price;
