package io.gpuledger.streaming.guard;

/**
 * A record of topic {@code crossings}.
 *
 * @param key budget, version, period, threshold, kind
 * @param value the encoded {@code CrossingSeen}
 */
@SuppressWarnings("ArrayRecordComponent")
public record CrossingRecord(String key, byte[] value) {}
