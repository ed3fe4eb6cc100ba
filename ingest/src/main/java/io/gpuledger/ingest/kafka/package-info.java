/**
 * Kafka's edge: the one producer that all collectors share, and the embedded broker. Every record
 * carries its schema version in a header; queues are bounded and a full one blocks the sender.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.kafka;
