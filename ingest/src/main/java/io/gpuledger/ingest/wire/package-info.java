/**
 * The records on Kafka: topic names, generated protobuf messages and the codecs of charge blocks.
 * Nothing here knows a provider's format; modules downstream of Kafka may use this package only.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.wire;
