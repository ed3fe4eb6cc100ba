/** Tests over the real broker, engine and cluster, and what they share. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming;
