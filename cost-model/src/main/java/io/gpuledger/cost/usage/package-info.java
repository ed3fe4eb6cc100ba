/** From samples to intervals to signed per-minute facts. Missing is never zero. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.usage;
