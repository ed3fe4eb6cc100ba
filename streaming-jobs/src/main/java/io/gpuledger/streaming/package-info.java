/** Root of module streaming-jobs. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming;
