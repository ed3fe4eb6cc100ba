/** Tests of the fault points' names. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.fault;
