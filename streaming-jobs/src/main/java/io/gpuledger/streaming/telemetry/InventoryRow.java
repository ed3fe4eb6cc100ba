package io.gpuledger.streaming.telemetry;

/**
 * A row of {@code device_inventory}.
 *
 * @param deviceUuid empty in configured rows, which state a count of a node
 * @param memoryTotalBytes negative where unknown
 * @param configured origin {@code configured}, else {@code observed}
 * @param validFromMicros microseconds since the epoch
 * @param validToMicros negative where open
 * @param lastSeenAtMicros negative in configured rows
 * @param version the higher one of a device and {@code validFromMicros} holds
 */
public record InventoryRow(
    String cluster,
    String node,
    String deviceUuid,
    String gpuInstance,
    String computeInstance,
    String deviceModel,
    String migProfile,
    long memoryTotalBytes,
    String providerResourceId,
    int deviceCount,
    boolean configured,
    long validFromMicros,
    long validToMicros,
    long lastSeenAtMicros,
    long version) {}
