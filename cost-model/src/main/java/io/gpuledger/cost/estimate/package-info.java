/** Estimates of what a bill will say, and how the bill takes their place. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.estimate;
