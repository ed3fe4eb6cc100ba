/**
 * Cost and usage reports of AWS: CUR 2.0 and the legacy report. Both have the same columns under
 * two spellings, so one mapper reads both; they differ in where tags, product facts and discounts
 * stand.
 *
 * <p>Invariants: billed cost of a delivery is the sum of the net unblended cost, or the unblended
 * where there is none, of its records; effective cost is that of AWS's own amortised rule.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.aws;
