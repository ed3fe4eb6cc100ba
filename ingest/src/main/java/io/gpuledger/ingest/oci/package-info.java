/**
 * Bills of Oracle Cloud Infrastructure: the cost report, and its reports in a dialect of FOCUS.
 *
 * <p>Invariants: billed cost of a delivery is the sum of the cost and the overage of its lines; a
 * line that is there twice with its reference number counts once.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.oci;
