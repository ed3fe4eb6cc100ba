/** Ownership rules and the exact split of charges into allocation lines. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.allocation;
