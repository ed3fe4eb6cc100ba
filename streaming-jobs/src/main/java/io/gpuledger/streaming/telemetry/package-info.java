/**
 * The telemetry job's functions: node scrapes from Kafka to samples, facts, holders and inventory.
 *
 * <p>All rules are in {@link io.gpuledger.cost.usage}; here is what Flink needs around them: the
 * reading of records without an object a field, and state of a node that stays on the heap while it
 * is hot and is written back, changed minutes only, at every checkpoint.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.streaming.telemetry;
