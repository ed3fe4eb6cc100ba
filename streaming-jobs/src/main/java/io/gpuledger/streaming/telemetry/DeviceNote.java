package io.gpuledger.streaming.telemetry;

import org.jspecify.annotations.Nullable;

/** What the job keeps of a device beside its observations. */
final class DeviceNote {
  /** Stands for the device in stored chunks; unique in its node. */
  final int number;

  /** Start of valid time as last written to the inventory, nanoseconds; MAX where never. */
  long reportedFrom = Long.MAX_VALUE;

  /** Latest sample as last written to the inventory, nanoseconds. */
  long reportedLast = Long.MIN_VALUE;

  /** MIG profile of the newest sample; null where none was since a restart. */
  @Nullable String profile;

  /** Memory of the device, negative where unknown. */
  long memoryTotalBytes = -1;

  /** Version of the last inventory row. */
  long version;

  /** The newest instant of which a sample is stored; not kept over a restart. */
  private long storedAtNanos = Long.MIN_VALUE;

  /** Fields without a measure that are stored of that instant, as bits. */
  private int storedBeside;

  /** Remembers which fields without a measure are stored of an instant. */
  void stored(long atNanos, int beside) {
    if (atNanos > storedAtNanos) {
      storedAtNanos = atNanos;
      storedBeside = beside;
    } else if (atNanos == storedAtNanos) {
      storedBeside |= beside;
    }
  }

  /** Whether a part of the newest instant has a field without a measure that none before had. */
  boolean hasMore(long atNanos, int beside) {
    return atNanos == storedAtNanos && (beside & ~storedBeside) != 0;
  }

  DeviceNote(int number) {
    this.number = number;
  }
}
