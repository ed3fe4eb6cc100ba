package io.gpuledger.streaming.control;

import java.io.Serializable;

/**
 * A record of topic {@code control} as it lies on Kafka.
 *
 * @param key kind and id
 * @param value the encoded {@code Control}; empty where the record was taken back
 */
@SuppressWarnings("ArrayRecordComponent")
public record ControlRecord(String key, byte[] value) implements Serializable {}
