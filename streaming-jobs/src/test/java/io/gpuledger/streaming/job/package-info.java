/** Tests of the jobs' functions in Flink's harness, of their tables and of their wiring. */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.job;
