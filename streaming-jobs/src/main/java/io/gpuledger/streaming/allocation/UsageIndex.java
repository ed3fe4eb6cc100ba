package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.ChargeTelemetry;
import io.gpuledger.cost.allocation.DeviceTime;
import io.gpuledger.cost.allocation.HolderWeighting;
import io.gpuledger.cost.allocation.LineHolder;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.allocation.SlicedDevice;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.cost.usage.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Device-time of some nodes in some range, in memory, by slots of an hour or a minute. */
final class UsageIndex {
  private static final int HOUR = 3_600;
  private static final int MINUTE = 60;

  /** No node asked for. */
  static final UsageIndex EMPTY = new UsageIndex();

  private final Map<Inventory.Place, TreeMap<Long, List<DeviceTime>>> slots = new HashMap<>();

  private UsageIndex() {}

  /**
   * Reads device-time of nodes.
   *
   * @param wholeHours whether all ranges asked for start and end on the hour
   * @param rules by what slices and holders of a device share it
   */
  static UsageIndex load(
      UsageSource source,
      Set<Inventory.Place> places,
      TimeRange range,
      boolean wholeHours,
      AllocationRules rules) {
    if (places.isEmpty()) {
      return EMPTY;
    }
    Map<String, String> parameters = new HashMap<>();
    List<Inventory.Place> ordered = List.copyOf(places);
    parameters.put("clusters", array(ordered.stream().map(Inventory.Place::cluster).toList()));
    parameters.put("nodes", array(ordered.stream().map(Inventory.Place::node).toList()));
    parameters.put("slot_seconds", String.valueOf(wholeHours ? HOUR : MINUTE));
    parameters.put("from_second", String.valueOf(minute(range.start().getEpochSecond())));
    parameters.put("to_second", String.valueOf(minute(range.end().getEpochSecond()) + MINUTE));
    UsageIndex index = new UsageIndex();
    Cut cut = new Cut(index, rules.slices());
    try (RowInput in = new RowInput(source.rows(parameters, range))) {
      while (in.hasNext()) {
        index.read(in, cut, rules.shares());
      }
    }
    cut.close();
    return index;
  }

  private void read(RowInput in, Cut cut, HolderWeighting shares) {
    Inventory.Place place = new Inventory.Place(in.string(), in.string());
    long slot = in.uint32();
    String model = in.string();
    State state = State.ofCode(in.string());
    List<String> keys = in.strings();
    List<Long> weights = in.uint32s();
    List<DeviceTime.Share> holders = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      long weight = shares.weightOf(weights.get(i));
      holders.add(new DeviceTime.Share(LineHolder.ofKey(keys.get(i)), weight));
    }
    String named = model.isEmpty() ? "-" : model;
    DeviceTime time = new DeviceTime(state, named, holders, in.int64());
    String device = in.string();
    long layout = in.int64();
    String slice = in.string();
    String profile = in.string();
    if (device.isEmpty()) {
      at(place, slot).add(time);
    } else {
      cut.of(place, slot, device, layout, named).add(slice, profile, time);
    }
  }

  private List<DeviceTime> at(Inventory.Place place, long slot) {
    return slots
        .computeIfAbsent(place, key -> new TreeMap<>())
        .computeIfAbsent(slot, key -> new ArrayList<>());
  }

  /** The sliced device that is being read; rows of one follow one another. */
  private static final class Cut {
    private record Key(Inventory.Place place, long slot, String device, long layout) {}

    private final UsageIndex index;
    private final SliceWeighting weighting;
    private @Nullable Key key;
    private SlicedDevice device = new SlicedDevice("");

    Cut(UsageIndex index, SliceWeighting weighting) {
      this.index = index;
      this.weighting = weighting;
    }

    SlicedDevice of(
        Inventory.Place place, long slot, String uuid, long layout, String deviceModel) {
      Key next = new Key(place, slot, uuid, layout);
      if (!next.equals(key)) {
        close();
        key = next;
        device = new SlicedDevice(deviceModel);
      }
      return device;
    }

    void close() {
      if (key != null) {
        index.at(key.place, key.slot).addAll(device.times(weighting));
      }
      key = null;
    }
  }

  /** Device-time of a node whose slots start within a range. */
  ChargeTelemetry find(Inventory.Place place, TimeRange range) {
    TreeMap<Long, List<DeviceTime>> ofNode = slots.get(place);
    if (ofNode == null) {
      return new ChargeTelemetry(place.cluster(), place.node(), List.of());
    }
    List<DeviceTime> times = new ArrayList<>();
    long first = range.start().plusNanos(999_999_999).getEpochSecond();
    long end = range.end().plusNanos(999_999_999).getEpochSecond();
    ofNode.subMap(first, end).values().forEach(times::addAll);
    return new ChargeTelemetry(place.cluster(), place.node(), times);
  }

  private static long minute(long second) {
    return Math.max(0, second - Math.floorMod(second, MINUTE));
  }

  private static String array(List<String> values) {
    return values.stream().map(UsageIndex::quoted).collect(Collectors.joining(",", "[", "]"));
  }

  /** An element of an array; the client escapes backslashes, the engine reads '' as '. */
  static String quoted(String value) {
    return "'" + value.replace("'", "''") + "'";
  }
}
