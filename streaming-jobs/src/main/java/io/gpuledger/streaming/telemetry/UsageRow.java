package io.gpuledger.streaming.telemetry;

/**
 * A row of {@code gpu_usage}: signed facts of a device in a minute, state and holder set.
 *
 * @param minute start of the minute, seconds since the epoch
 * @param holderKeys the holders of {@code team}
 * @param holderWeights their weights, as {@code Fact.weights}; 1 where they share equally
 * @param team {@code unattributed} where no rule names one, {@code -} where nobody holds the device
 * @param measures in the order of {@code Fact.Measure}
 */
@SuppressWarnings("ArrayRecordComponent")
public record UsageRow(
    String cluster,
    String node,
    String deviceUuid,
    String gpuInstance,
    String computeInstance,
    String deviceModel,
    long minute,
    String state,
    String stateReason,
    String[] holderKeys,
    long[] holderWeights,
    String team,
    long[] measures) {}
