package io.gpuledger.cost.device;

/**
 * What one machine holds.
 *
 * @param name its instance type, or how a bill names it
 * @param devices accelerators, from 1
 * @param vcpus virtual processors, from 1
 * @param memoryGib memory in GiB, from 1
 */
public record MachineShape(String name, int devices, int vcpus, int memoryGib) {
  /** More than any machine has of anything. */
  public static final int LIMIT = 1 << 20;

  public MachineShape {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a machine needs a name");
    }
    for (int count : new int[] {devices, vcpus, memoryGib}) {
      if (count < 1 || count > LIMIT) {
        throw new IllegalArgumentException(
            "machine " + name + " holds " + count + " of something, expected 1 to " + LIMIT);
      }
    }
  }
}
