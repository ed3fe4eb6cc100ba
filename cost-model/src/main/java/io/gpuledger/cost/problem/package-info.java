/** Faults of input as values, each with a code and a place. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.problem;
