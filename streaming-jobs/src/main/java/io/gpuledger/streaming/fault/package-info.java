/** Named points at which a test may stop the process dead, as {@code kill -9} would. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.fault;
