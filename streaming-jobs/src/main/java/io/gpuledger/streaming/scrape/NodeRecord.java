package io.gpuledger.streaming.scrape;

/**
 * A record of one node as it lies on Kafka. It crosses the shuffle undecoded.
 *
 * @param nodeKey cluster and node, as {@code Topics.nodeKey} joins them
 * @param inventory whether it is an inventory entry and not a batch of samples
 * @param value the encoded message
 * @param place topic, partition and offset
 * @param storedAtMillis when the broker stored it; the same however often it is read
 */
@SuppressWarnings("ArrayRecordComponent")
public record NodeRecord(
    String nodeKey, boolean inventory, byte[] value, String place, long storedAtMillis) {}
