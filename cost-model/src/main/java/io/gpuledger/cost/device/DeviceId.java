package io.gpuledger.cost.device;

/**
 * One accelerator or slice of one. A slice's parent has the same cluster and UUID and empty
 * instances.
 *
 * @param cluster the configured cluster
 * @param uuid the vendor's UUID of the physical device
 * @param gpuInstance MIG GPU instance id, or empty
 * @param computeInstance MIG compute instance id, or empty
 */
public record DeviceId(String cluster, String uuid, String gpuInstance, String computeInstance)
    implements Comparable<DeviceId> {
  public DeviceId {
    if (cluster.isEmpty() || uuid.isEmpty()) {
      throw new IllegalArgumentException("a device needs a cluster and a UUID");
    }
  }

  public static DeviceId ofWhole(String cluster, String uuid) {
    return new DeviceId(cluster, uuid, "", "");
  }

  /** Whether this is a slice of a partitioned device. */
  public boolean isSlice() {
    return !gpuInstance.isEmpty();
  }

  public DeviceId parent() {
    return ofWhole(cluster, uuid);
  }

  @Override
  public int compareTo(DeviceId other) {
    return java.util.Comparator.comparing(DeviceId::cluster)
        .thenComparing(DeviceId::uuid)
        .thenComparing(DeviceId::gpuInstance)
        .thenComparing(DeviceId::computeInstance)
        .compare(this, other);
  }
}
