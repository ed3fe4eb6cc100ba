/** Tests of the sink: by hand-written fakes, in Flink's harness and on the real engine. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.sink;
