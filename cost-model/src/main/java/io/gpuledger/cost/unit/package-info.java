/**
 * Unit economics: what a unit of use cost. The ratios are for people and never flow back into the
 * ledger.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.unit;
