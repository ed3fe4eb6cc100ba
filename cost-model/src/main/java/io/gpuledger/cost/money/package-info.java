/**
 * Exact money at scale 18. Rounding happens at four named places only: read, quantity x price,
 * split, display. No floating point lives here.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.money;
