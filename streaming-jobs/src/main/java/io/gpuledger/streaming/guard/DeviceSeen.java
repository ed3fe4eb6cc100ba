package io.gpuledger.streaming.guard;

/**
 * A device as its latest sample showed it: what the time until the next sample is charged as.
 *
 * @param atNanos the sample's instant, nanoseconds since the epoch
 * @param cadenceNanos configured cadence, 0 where unknown
 * @param identity the sample's naming fields, encoded
 * @param holders the sample's holders, encoded
 * @param busy ratio in units of 1e-9, negative where absent; {@code sm} and {@code tensor} likewise
 * @param memoryUsedBytes negative where absent
 * @param verdict number of the verdict
 * @param heldSinceNanos since when these holders have it
 */
@SuppressWarnings("ArrayRecordComponent")
public record DeviceSeen(
    long atNanos,
    long cadenceNanos,
    byte[] identity,
    byte[] holders,
    int busy,
    int sm,
    int tensor,
    long memoryUsedBytes,
    int verdict,
    long heldSinceNanos) {}
