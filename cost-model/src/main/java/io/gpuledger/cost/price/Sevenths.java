package io.gpuledger.cost.price;

import io.gpuledger.cost.device.DeviceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How many sevenths of a physical device each device of a scrape is paid as: a slice its compute
 * slices, a parent what its slices leave.
 */
public final class Sevenths {
  /** Those of a whole device. */
  public static final int WHOLE = 7;

  private final Set<DeviceId> slices = new HashSet<>();
  private final Map<DeviceId, Integer> slicedByParent = new HashMap<>();

  /** Tells of a device of the scrape; all of them come before the first question. */
  public void add(DeviceId device, String migProfile) {
    if (device.isSlice() && slices.add(device)) {
      slicedByParent.merge(device.parent(), ofProfile(migProfile), Integer::sum);
    }
  }

  /** The sevenths that a device is paid as, 0 to 7. */
  public int of(DeviceId device, String migProfile) {
    return device.isSlice()
        ? ofProfile(migProfile)
        : Math.max(0, WHOLE - slicedByParent.getOrDefault(device, 0));
  }

  /**
   * Compute slices of a MIG profile: {@code 3g.40gb} has 3, {@code 1c.3g.40gb} has 1. A profile
   * that says nothing has 1.
   */
  static int ofProfile(String migProfile) {
    boolean counted = migProfile.length() > 1 && Character.isDigit(migProfile.charAt(0));
    return counted ? Math.min(WHOLE, Math.max(1, migProfile.charAt(0) - '0')) : 1;
  }
}
