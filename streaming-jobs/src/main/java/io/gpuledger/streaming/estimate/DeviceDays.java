package io.gpuledger.streaming.estimate;

import io.gpuledger.cost.allocation.DeviceTime;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.allocation.SlicedDevice;
import io.gpuledger.cost.estimate.DeviceDay;
import io.gpuledger.cost.usage.State;
import io.gpuledger.streaming.allocation.RowInput;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds the rows of query {@code estimate_device_time} up to device-time by machine and model. A
 * device that is cut counts for its own time, however many slices it has.
 */
final class DeviceDays {
  private record Key(String cluster, String node, String model) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byCluster = cluster.compareTo(other.cluster);
      int byNode = byCluster != 0 ? byCluster : node.compareTo(other.node);
      return byNode != 0 ? byNode : model.compareTo(other.model);
    }
  }

  private record Cut(Key key, String device, long layout) {}

  private record Sum(long nanos, long devices) {
    Sum plus(Sum other) {
      return new Sum(Math.addExact(nanos, other.nanos), devices + other.devices);
    }
  }

  private final SliceWeighting weighting;
  private final Map<Key, Sum> sums = new TreeMap<>();
  private @Nullable Cut cut;
  private SlicedDevice device = new SlicedDevice("");

  DeviceDays(SliceWeighting weighting) {
    this.weighting = weighting;
  }

  /** Reads all rows; the slices of one layout follow one another. */
  void read(RowInput in) {
    while (in.hasNext()) {
      Key key = new Key(in.string(), in.string(), in.string());
      String uuid = in.string();
      long layout = in.int64();
      String slice = in.string();
      String profile = in.string();
      long nanos = in.int64();
      long devices = in.int64();
      if (uuid.isEmpty()) {
        sums.merge(key, new Sum(nanos, devices), Sum::plus);
      } else {
        Cut next = new Cut(key, uuid, layout);
        if (!next.equals(cut)) {
          close();
          cut = next;
          device = new SlicedDevice(key.model);
        }
        // Of time as such the state does not matter.
        device.add(slice, profile, new DeviceTime(State.ACTIVE, key.model, List.of(), nanos));
      }
    }
    close();
  }

  private void close() {
    if (cut != null) {
      long nanos = device.times(weighting).stream().mapToLong(DeviceTime::nanos).sum();
      sums.merge(cut.key, new Sum(nanos, 0), Sum::plus);
    }
    cut = null;
  }

  /**
   * The days.
   *
   * @param resources provider resource ids by cluster and node
   */
  List<DeviceDay> days(LocalDate day, Map<List<String>, String> resources) {
    List<DeviceDay> days = new ArrayList<>();
    sums.forEach(
        (key, sum) -> {
          // Corrections may leave less than nothing until the rest of them is there.
          if (sum.nanos > 0) {
            String resource = resources.getOrDefault(List.of(key.cluster, key.node), "");
            days.add(
                new DeviceDay(
                    key.cluster, key.node, resource, key.model, day, sum.devices, sum.nanos));
          }
        });
    return days;
  }
}
