/** Harness tests of the spend guard. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.guard;
