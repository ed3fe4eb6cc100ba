/**
 * Bills of GPU clouds: lines of hours with their amount (Lambda, Crusoe, the older usage file of
 * Nebius), and usage without amounts that a contract's rates price (CoreWeave).
 *
 * <p>Invariants: billed cost of a delivery is the sum of the amounts of its lines, or of what the
 * rates make of them and of the difference to the invoice; what has no rate has no amortised cost.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.neocloud;
