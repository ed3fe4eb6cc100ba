package io.gpuledger.streaming.telemetry;

/** What the job keeps of a device beside its observations. */
final class DeviceNote {
  /** Stands for the device in stored chunks; unique in its node. */
  final int number;

  /** Start of valid time as last written to the inventory, nanoseconds; MAX where never. */
  long reportedFrom = Long.MAX_VALUE;

  /** Latest sample as last written to the inventory, nanoseconds. */
  long reportedLast = Long.MIN_VALUE;

  /** Memory of the device, negative where unknown. */
  long memoryTotalBytes = -1;

  /** Version of the last inventory row. */
  long version;

  DeviceNote(int number) {
    this.number = number;
  }
}
