package io.gpuledger.cost.allocation;

import io.gpuledger.cost.device.SliceProfile;

/** By what a slice of a device bears the device's cost. */
public enum SliceWeighting {
  /**
   * By the larger of its compute and its memory part: what it keeps from others. Where the parts of
   * a layout pass the whole, as 4g + 3g do, each is divided by their sum.
   */
  DOMINANT,
  /** By its compute slices alone. */
  COMPUTE,
  /** By its memory slices alone. */
  MEMORY;

  /** The part of the device, in 1/{@link SliceProfile#WHOLE}. */
  public int weightOf(SliceProfile profile) {
    return switch (this) {
      case DOMINANT -> Math.max(profile.compute(), profile.memory());
      case COMPUTE -> profile.compute();
      case MEMORY -> profile.memory();
    };
  }
}
