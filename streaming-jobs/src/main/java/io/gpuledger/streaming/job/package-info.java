/**
 * The Flink jobs and what they share: settings and Kafka readers.
 *
 * <p>A job is static wiring: {@code build(env, settings)} joins sources, functions and {@link
 * io.gpuledger.streaming.sink.LedgerSink}. Every operator has a uid, because state is found by it.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.job;
