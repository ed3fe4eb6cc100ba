package io.gpuledger.streaming.telemetry;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.usage.BusyShares;
import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.DeviceUsage;
import io.gpuledger.cost.usage.FixedPoint;
import io.gpuledger.cost.usage.Hold;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.NodeUsage;
import io.gpuledger.cost.usage.NodeUsage.Outcome;
import io.gpuledger.cost.usage.Observation;
import io.gpuledger.cost.usage.Observation.Holds;
import io.gpuledger.cost.usage.Observation.Measures;
import io.gpuledger.ingest.wire.DeviceSample;
import io.gpuledger.ingest.wire.HolderRef;
import io.gpuledger.ingest.wire.SampleWire;
import io.gpuledger.streaming.control.ControlBook;
import io.gpuledger.streaming.sink.RowBinaryWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Takes one scrape of a node in: rows of samples out, observations into the node's usage. */
final class ScrapeReader {
  /** An observed device is written to the inventory again after so long. */
  static final long INVENTORY_NANOS = 3_600_000_000_000L;

  /** Fields of a sample that no fact is made of. */
  private static final int[] BESIDE = {
    DeviceSample.MEMORY_TOTAL_BYTES_FIELD_NUMBER,
    DeviceSample.TEMPERATURE_CELSIUS_FIELD_NUMBER,
    DeviceSample.SM_CLOCK_HERTZ_FIELD_NUMBER,
    DeviceSample.LAST_XID_FIELD_NUMBER
  };

  private final BatchReader reader = new BatchReader();
  private final SampleRows samples;
  private final SampleRows late;
  private final ControlBook control;
  private final UsageRows usageRows;
  private final TelemetryOutput output;

  ScrapeReader(ControlBook control, TelemetryOutput output) {
    this.control = control;
    this.output = output;
    this.usageRows = new UsageRows(output);
    this.samples = new SampleRows(output::samples);
    this.late = new SampleRows(output::lateSamples);
  }

  /** Finds what is needed in memory before a sample is taken in. */
  interface Loader {
    void load(long fromNanos) throws Exception;
  }

  UsageRows usageRows() {
    return usageRows;
  }

  /**
   * Opens a batch.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  BatchReader open(byte[] value) {
    reader.open(value);
    return reader;
  }

  /**
   * Takes the open batch in, and closes the minutes that its samples show to be over.
   *
   * @param faults receives the index of each sample that cannot be read, with the reason
   */
  void take(HotNode node, Loader loader, Faults faults) throws Exception {
    node.fetch(reader.samples());
    for (int i = 0; i < reader.samples(); i++) {
      try {
        reader.read(i);
        take(node, loader);
      } catch (IllegalArgumentException | IndexOutOfBoundsException unreadable) {
        faults.fault(i, String.valueOf(unreadable.getMessage()));
      }
    }
    samples.flush();
    late.flush();
  }

  /** Receives samples that cannot be read. */
  interface Faults {
    void fault(int index, String reason);
  }

  private void take(HotNode node, Loader loader) throws Exception {
    DeviceSlot slot = slot(node);
    long at = reader.atNanos;
    if (!NodeUsage.isPlausible(at, reader.publishedAtNanos) || node.usage.isLate(at)) {
      late.add(reader, slot);
      return;
    }
    long newest = node.usage.latestNanos();
    boolean follows =
        newest == NodeUsage.NEVER
            || (at > slot.device.lastAtNanos() && at >= newest - HotNode.MINUTE_NANOS);
    if (!follows) {
      loader.load(NodeUsage.earliestNeeded(at));
    }
    Measures measures = measures();
    Observation observation =
        Observation.of(at, measures, reader.cadenceNanos, slot.rules, slot.holds, shares(slot));
    Outcome outcome =
        node.usage.observe(
            slot.device, observation, slot.rules, slot.holds.unknown(), usageRows.of(node));
    if (outcome != Outcome.REFUSED && outcome != Outcome.LATE) {
      node.keep(slot);
    }
    switch (outcome) {
      case ADDED, MERGED -> {
        add(slot);
        node.observed(at);
        seen(node, slot);
      }
      case UNCHANGED -> {
        // A part of a sample that facts do not need is a part all the same; a repeat is not.
        if (measures.equals(Measures.NONE) || slot.note.hasMore(at, beside())) {
          add(slot);
          seen(node, slot);
        }
      }
      case LATE -> late.add(reader, slot);
      case REFUSED ->
          throw new IllegalArgumentException(
              "node has more than " + NodeUsage.MAXIMUM_DEVICES + " devices");
    }
  }

  private void add(DeviceSlot slot) {
    samples.add(reader, slot);
    slot.note.stored(reader.atNanos, beside());
  }

  private int beside() {
    int bits = 0;
    for (int i = 0; i < BESIDE.length; i++) {
      bits |= reader.has(BESIDE[i]) ? 1 << i : 0;
    }
    return bits;
  }

  private Measures measures() {
    return new Measures(
        ratio(DeviceSample.BUSY_RATIO_FIELD_NUMBER, reader.busyRatio),
        ratio(DeviceSample.SM_ACTIVE_RATIO_FIELD_NUMBER, reader.smActiveRatio),
        ratio(DeviceSample.TENSOR_ACTIVE_RATIO_FIELD_NUMBER, reader.tensorActiveRatio),
        ratio(DeviceSample.DRAM_ACTIVE_RATIO_FIELD_NUMBER, reader.dramActiveRatio),
        reader.has(DeviceSample.MEMORY_USED_BYTES_FIELD_NUMBER) ? reader.memoryUsedBytes : -1,
        reader.has(DeviceSample.POWER_WATTS_FIELD_NUMBER)
            ? FixedPoint.microwatts(reader.powerWatts)
            : -1,
        reader.has(DeviceSample.ENERGY_MICROJOULES_TOTAL_FIELD_NUMBER)
            ? reader.energyMicrojoulesTotal
            : -1);
  }

  /** How busy each holder kept the device; what does not say so of all holders says nothing. */
  private BusyShares shares(DeviceSlot slot) {
    List<Holder> holders = slot.sharing;
    if (!reader.hasHolderBusy() || reader.holderBusyCount() != holders.size()) {
      return BusyShares.NONE;
    }
    Map<Holder, Integer> ratios = new HashMap<>();
    for (int i = 0; i < holders.size(); i++) {
      int ratio = FixedPoint.ratio(reader.holderBusy(i));
      if (ratio < 0) {
        return BusyShares.NONE;
      }
      ratios.merge(holders.get(i), ratio, Math::max);
    }
    return new BusyShares(ratios);
  }

  private int ratio(int field, double value) {
    return reader.has(field) ? FixedPoint.ratio(value) : FixedPoint.ABSENT;
  }

  /**
   * Writes a device to the inventory when its valid time starts otherwise, its memory becomes known
   * or it is cut otherwise, and once an hour.
   */
  private void seen(HotNode node, DeviceSlot slot) {
    DeviceNote note = slot.note;
    DeviceUsage device = slot.device;
    boolean learned = false;
    if (reader.has(DeviceSample.MEMORY_TOTAL_BYTES_FIELD_NUMBER)) {
      learned = note.memoryTotalBytes < 0;
      note.memoryTotalBytes = reader.memoryTotalBytes;
    }
    String before = note.profile;
    // A sample of before may still say how the device was cut then.
    String profile =
        before == null || reader.atNanos >= device.lastAtNanos() ? slot.facts.migProfile() : before;
    boolean recut = before != null && !before.equals(profile);
    note.profile = profile;
    if (!learned
        && !recut
        && note.reportedFrom == device.firstAtNanos()
        && device.lastAtNanos() - note.reportedLast < INVENTORY_NANOS) {
      return;
    }
    node.changed = true;
    note.reportedFrom = device.firstAtNanos();
    note.reportedLast = device.lastAtNanos();
    note.version = Math.max(note.version + 1, note.reportedLast / 1_000);
    output.inventory(
        new InventoryRow(
            node.cluster,
            node.node,
            device.id().uuid(),
            device.id().gpuInstance(),
            device.id().computeInstance(),
            device.facts().model(),
            profile,
            note.memoryTotalBytes,
            "",
            1,
            false,
            Math.floorDiv(note.reportedFrom, 1_000L),
            -1,
            Math.floorDiv(note.reportedLast, 1_000L),
            note.version));
  }

  private DeviceSlot slot(HotNode node) throws InvalidProtocolBufferException {
    DeviceSlot slot = node.slot(reader);
    if (slot == null) {
      slot = newSlot(node);
    }
    boolean renewed = slot.controlVersion != control.version();
    if (renewed || !reader.areHolders(slot.holders)) {
      holders(node, slot);
    }
    if (renewed) {
      slot.controlVersion = control.version();
      slot.rules = control.rules(slot.facts.model());
    }
    return slot;
  }

  private DeviceSlot newSlot(HotNode node) throws InvalidProtocolBufferException {
    byte[] identity = reader.identity();
    DeviceSample named = parse(identity);
    DeviceId id =
        new DeviceId(
            node.cluster, named.getUuid(), named.getGpuInstance(), named.getComputeInstance());
    DeviceFacts facts =
        new DeviceFacts(node.node, named.getIndex(), named.getModel(), named.getMigProfile());
    DeviceUsage device = node.usage.device(id, facts);
    RowBinaryWriter start = new RowBinaryWriter();
    start
        .string(id.cluster())
        .string(node.node)
        .string(id.uuid())
        .string(id.gpuInstance())
        .string(id.computeInstance())
        .string(facts.index())
        .string(facts.model())
        .string(facts.migProfile());
    return new DeviceSlot(
        identity, device, facts, node.note(id), start.toBytes(), control.rules(facts.model()));
  }

  private void holders(HotNode node, DeviceSlot slot) throws InvalidProtocolBufferException {
    // The slot takes them over only once they are read, so that a next sample with the same
    // unreadable holders is refused as well.
    byte[] holders = reader.holders();
    List<Holder> printed = new ArrayList<>();
    for (HolderRef holder : parse(holders).getHoldersList()) {
      printed.add(SampleWire.toHolder(holder));
    }
    TreeSet<Holder> named = new TreeSet<>(printed);
    slot.sharing = List.copyOf(printed);
    slot.holders = holders;
    Instant at = Instant.ofEpochSecond(0, reader.atNanos);
    DeviceId id = slot.device.id();
    slot.holds =
        new Holds(
            Hold.of(named, holder -> control.teamOf(id, slot.facts, holder, at)),
            Hold.of(List.of(Holder.UNKNOWN), holder -> control.teamOf(id, slot.facts, holder, at)));
    List<String> keys = new ArrayList<>();
    for (Holder holder : named) {
      keys.add(holder.key());
      if (node.holds.isNew(holder)) {
        output.holder(row(node, holder));
      }
    }
    slot.holdersColumn = new RowBinaryWriter().strings(keys).toBytes();
  }

  private HolderRow row(HotNode node, Holder holder) {
    return new HolderRow(
        node.cluster,
        holder.key(),
        holder.kind().name().toLowerCase(Locale.ROOT),
        holder.namespace(),
        holder.workload(),
        holder.container(),
        holder.user(),
        reader.atNanos);
  }

  private static DeviceSample parse(byte[] part) throws InvalidProtocolBufferException {
    return DeviceSample.parseFrom(part);
  }
}
