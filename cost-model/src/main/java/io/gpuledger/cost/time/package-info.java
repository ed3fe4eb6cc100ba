/** Half-open ranges of UTC instants. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.cost.time;
