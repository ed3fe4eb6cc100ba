/**
 * The broker's edge: an embedded KRaft broker for one machine, the topics of the ledger, and the
 * producer. What is written here survives the death of any process; it survives the loss of power
 * only where {@link io.gpuledger.ingest.kafka.BrokerOptions#flushEveryWrite()} says so.
 */
@org.jspecify.annotations.NullMarked
package io.gpuledger.ingest.kafka;
