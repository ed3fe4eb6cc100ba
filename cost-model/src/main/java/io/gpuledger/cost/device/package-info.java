/** Accelerators: identity, models, and how they are recognised on a bill. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.device;
