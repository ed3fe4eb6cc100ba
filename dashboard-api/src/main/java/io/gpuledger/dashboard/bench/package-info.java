/**
 * Figures of this machine, each beside the raw engine's figure for the same work from the same run.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.dashboard.bench;
