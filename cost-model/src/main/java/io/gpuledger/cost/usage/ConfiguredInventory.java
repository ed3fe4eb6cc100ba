package io.gpuledger.cost.usage;

/**
 * Devices that a node has by configuration, whether or not they are seen.
 *
 * @param providerResourceId the provider's id of the machine, or empty
 * @param deviceModel the model, or empty for any
 * @param deviceCount how many physical devices
 * @param fromNanos start of their valid time, nanoseconds since the epoch
 * @param toNanos its end; {@link Long#MAX_VALUE} where open
 */
public record ConfiguredInventory(
    String providerResourceId, String deviceModel, int deviceCount, long fromNanos, long toNanos) {
  /** The most devices that one entry may name. */
  public static final int MAXIMUM_DEVICES = 1024;

  public ConfiguredInventory {
    if (deviceCount < 0 || deviceCount > MAXIMUM_DEVICES) {
      throw new IllegalArgumentException(
          "device count " + deviceCount + " is outside 0.." + MAXIMUM_DEVICES);
    }
    if (fromNanos >= toNanos) {
      throw new IllegalArgumentException("inventory ends before it starts");
    }
  }

  boolean isOf(DeviceFacts facts) {
    return deviceModel.isEmpty() || deviceModel.equals(facts.model());
  }
}
