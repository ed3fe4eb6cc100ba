/** Harness tests of the telemetry job. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.telemetry;
