package io.gpuledger.cost.usage;

import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.usage.Fact.Measure;
import io.gpuledger.cost.usage.NodeUsage.Share;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The time of devices that configured inventory names and telemetry has not shown: {@code
 * unobserved} under the stand-in identities {@code unseen-NODE-1}, {@code -2}, and so on. The count
 * of an entry minus the devices seen by the end of a minute is how many are still unseen.
 */
final class UnseenDevices {
  private final String cluster;
  private final String node;

  UnseenDevices(String cluster, String node) {
    this.cluster = cluster;
    this.node = node;
  }

  /** Appends the facts of a range that starts no earlier than closing did. */
  void collect(
      Collection<DeviceUsage> devices,
      List<ConfiguredInventory> configured,
      long from,
      long to,
      List<Share> shares) {
    int offset = 0;
    for (ConfiguredInventory entry : configured) {
      List<List<Fact>> slots = new ArrayList<>();
      long start = Math.max(from, entry.fromNanos());
      long end = Math.min(to, entry.toNanos());
      while (start < end) {
        long minute = UsageFacts.minuteOf(start);
        long cut = Math.min(end, minute + UsageFacts.MINUTE_NANOS);
        int seen = seen(devices, entry, cut);
        for (int slot = seen; slot < entry.deviceCount(); slot++) {
          while (slots.size() <= slot) {
            slots.add(new ArrayList<>());
          }
          Fact fact = new Fact(minute, Verdict.UNOBSERVED_GAP, Hold.NONE);
          fact.add(Measure.STATE_NANOS, cut - start);
          slots.get(slot).add(fact);
        }
        start = cut;
      }
      for (int slot = 0; slot < slots.size(); slot++) {
        shares.add(new Share(standIn(entry, offset + slot + 1), slots.get(slot)));
      }
      offset += entry.deviceCount();
    }
  }

  private static int seen(
      Collection<DeviceUsage> devices, ConfiguredInventory entry, long beforeNanos) {
    Set<String> uuids = new HashSet<>();
    for (DeviceUsage device : devices) {
      if (device.firstAt < beforeNanos && entry.isOf(device.facts())) {
        uuids.add(device.id().uuid());
      }
    }
    return uuids.size();
  }

  private DeviceUsage standIn(ConfiguredInventory entry, int number) {
    return new DeviceUsage(
        DeviceId.ofWhole(cluster, "unseen-" + node + "-" + number),
        new DeviceFacts(node, "", entry.deviceModel(), ""));
  }
}
