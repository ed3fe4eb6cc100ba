/**
 * Bills of Google Cloud: the standard and detailed export of Cloud Billing, and the table that
 * Google names FOCUS.
 *
 * <p>Invariants: billed cost of a delivery is the sum of cost and of all credits of its records;
 * effective cost comes to the same, since fees of commitments are paid by the month and are only
 * moved to the usage that they cover.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.gcp;
