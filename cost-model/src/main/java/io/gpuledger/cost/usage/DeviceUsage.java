package io.gpuledger.cost.usage;

import io.gpuledger.cost.device.DeviceId;

/** A device on a node with its retained observations. */
public final class DeviceUsage {
  private final DeviceId id;
  private DeviceFacts facts;
  final History history = new History();
  long firstAt = Long.MAX_VALUE;
  long lastAt = Long.MIN_VALUE;

  /** Whether its node has it. */
  boolean present;

  DeviceUsage(DeviceId id, DeviceFacts facts) {
    this.id = id;
    this.facts = facts;
  }

  public DeviceId id() {
    return id;
  }

  /** What the device is, as its latest sample said. */
  public DeviceFacts facts() {
    return facts;
  }

  /** Takes over what a sample says of the device; a part that it leaves out stays. */
  void describe(DeviceFacts said) {
    facts = said.orElse(facts);
  }

  /** Start of its valid time, nanoseconds since the epoch. */
  public long firstAtNanos() {
    return firstAt;
  }

  /** Its latest observation, nanoseconds since the epoch. */
  public long lastAtNanos() {
    return lastAt;
  }

  /** Number of observations in memory. */
  public int observationCount() {
    return history.size();
  }

  /** An observation in memory, in order of time. */
  public Observation observation(int index) {
    return history.get(index);
  }

  /** Index of the first observation in memory at or after an instant, else their number. */
  public int indexFrom(long atNanos) {
    return history.indexFrom(atNanos);
  }

  /**
   * Reads where the next observation will stand. It means nothing; whoever is about to observe many
   * devices has the processor fetch all of them at once with it.
   */
  public long fetch() {
    return history.size() == 0 ? lastAt : history.at(history.size() - 1) + lastAt;
  }
}
