package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.ChargeTelemetry;
import io.gpuledger.cost.allocation.DeviceTime;
import io.gpuledger.cost.allocation.HolderWeighting;
import io.gpuledger.cost.allocation.LineHolder;
import io.gpuledger.cost.allocation.MeasuredTime;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.allocation.SlicedDevice;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.cost.usage.State;
import io.gpuledger.sql.query.ArrayParameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Device-time of some nodes in some range, in memory, by slots of an hour or a minute. */
final class UsageIndex {
  private static final int HOUR = 3_600;
  private static final int MINUTE = 60;

  /** No node asked for. */
  static final UsageIndex EMPTY = new UsageIndex();

  /** Times of a slot in no order: who divides a charge by them sorts them. */
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
    parameters.put(
        "clusters",
        ArrayParameter.ofTexts(ordered.stream().map(Inventory.Place::cluster).toList()));
    parameters.put(
        "nodes", ArrayParameter.ofTexts(ordered.stream().map(Inventory.Place::node).toList()));
    parameters.put("slot_seconds", String.valueOf(wholeHours ? HOUR : MINUTE));
    parameters.put("from_second", String.valueOf(minute(range.start().getEpochSecond())));
    parameters.put("to_second", String.valueOf(minute(range.end().getEpochSecond()) + MINUTE));
    try (RowInput in = new RowInput(source.rows(parameters, range))) {
      return read(in, rules);
    }
  }

  /** Reads rows of {@code queries/allocation_usage}, which come in no order. */
  static UsageIndex read(RowInput in, AllocationRules rules) {
    UsageIndex index = new UsageIndex();
    Cut cut = new Cut(index);
    Map<Measured, MeasuredTime> measured = new HashMap<>();
    while (in.hasNext()) {
      index.read(in, cut, rules.shares() == HolderWeighting.MEASURED, measured);
    }
    measured.forEach((key, time) -> time.times().forEach(of -> index.add(key.part, of, cut)));
    cut.close(rules.slices());
    return index;
  }

  /** Where time belongs: whole devices of a node and slot, or one slice. */
  private record Part(
      Inventory.Place place, long slot, String device, long layout, String slice, String profile) {}

  /** Time that holders bear by what was measured of each. */
  private record Measured(Part part, State state, String deviceModel) {}

  private void read(RowInput in, Cut cut, boolean weigh, Map<Measured, MeasuredTime> measured) {
    Inventory.Place place = new Inventory.Place(in.string(), in.string());
    long slot = in.uint32();
    String model = in.string();
    State state = State.ofCode(in.string());
    List<String> keys = in.strings();
    List<Long> weighed = in.int64s();
    String named = model.isEmpty() ? "-" : model;
    long nanos = in.int64();
    Part part = new Part(place, slot, in.string(), in.int64(), in.string(), in.string());
    List<LineHolder> holders = keys.stream().map(LineHolder::ofKey).toList();
    if (weigh && !weighed.isEmpty()) {
      measured
          .computeIfAbsent(new Measured(part, state, named), key -> new MeasuredTime(state, named))
          .add(holders, weighed, nanos);
    } else {
      List<DeviceTime.Share> equal =
          holders.stream().map(holder -> new DeviceTime.Share(holder, 1)).toList();
      add(part, new DeviceTime(state, named, equal, nanos), cut);
    }
  }

  private void add(Part part, DeviceTime time, Cut cut) {
    if (part.device.isEmpty()) {
      at(part.place, part.slot).add(time);
    } else {
      cut.add(
          new Cut.Key(part.place, part.slot, part.device, part.layout),
          new Cut.Row(part.slice, part.profile, time));
    }
  }

  private List<DeviceTime> at(Inventory.Place place, long slot) {
    return slots
        .computeIfAbsent(place, key -> new TreeMap<>())
        .computeIfAbsent(slot, key -> new ArrayList<>());
  }

  /** The devices that are cut into slices, until all of their rows have been read. */
  private static final class Cut {
    private record Key(Inventory.Place place, long slot, String device, long layout) {}

    private record Row(String slice, String profile, DeviceTime time) {
      /** By what is in a row alone: in which order the engine sends rows must change nothing. */
      static final Comparator<Row> ORDER =
          Comparator.comparing(Row::slice)
              .thenComparing(row -> row.time.deviceModel())
              .thenComparing(Row::profile)
              .thenComparing(Row::time);
    }

    private final UsageIndex index;
    private final Map<Key, List<Row>> devices = new HashMap<>();

    Cut(UsageIndex index) {
      this.index = index;
    }

    void add(Key key, Row row) {
      devices.computeIfAbsent(key, device -> new ArrayList<>()).add(row);
    }

    void close(SliceWeighting weighting) {
      devices.forEach((key, rows) -> index.at(key.place, key.slot).addAll(times(rows, weighting)));
    }

    private static List<DeviceTime> times(List<Row> rows, SliceWeighting weighting) {
      rows.sort(Row.ORDER);
      SlicedDevice device = new SlicedDevice(rows.get(0).time.deviceModel());
      rows.forEach(row -> device.add(row.slice, row.profile, row.time));
      return device.times(weighting);
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
}
