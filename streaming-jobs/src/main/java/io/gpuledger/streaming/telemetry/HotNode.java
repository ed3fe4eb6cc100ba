package io.gpuledger.streaming.telemetry;

import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.usage.ConfiguredInventory;
import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.DeviceUsage;
import io.gpuledger.cost.usage.NodeUsage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A node on the heap, with what changed since it was last stored. */
final class HotNode {
  static final long MINUTE_NANOS = 60_000_000_000L;

  /** What stays in memory after a store; the rest is read back when a late sample needs it. */
  static final long HOT_NANOS = 3 * MINUTE_NANOS;

  /** Most ways of naming devices that are remembered; beyond it all are worked out anew. */
  static final int SLOTS_LIMIT = 2 * NodeUsage.MAXIMUM_DEVICES;

  /** No chunk yet. */
  static final long NEVER = Long.MAX_VALUE;

  final String cluster;
  final String node;
  final NodeUsage usage;
  final HoldBook holds = new HoldBook();

  /** Start of the oldest minute with a stored chunk. */
  long oldestChunk = NEVER;

  /** Chunks from this minute on are in memory. */
  long loadedFrom = Long.MIN_VALUE;

  boolean changed;

  private final TreeSet<Long> changedMinutes = new TreeSet<>();
  private long lastChangedMinute = NEVER;
  private @Nullable Description described;

  private final Map<DeviceId, DeviceNote> notes = new HashMap<>();
  private final Map<Integer, DeviceUsage> numbered = new HashMap<>();
  private final List<DeviceSlot> slots = new ArrayList<>();
  private final Map<String, DeviceSlot> slotsByIdentity = new HashMap<>();
  private int nextSlot;
  private int nextNumber;

  /** Whatever {@link #fetch} read, so that it has to read it. */
  long fetched;

  HotNode(String cluster, String node) {
    this.cluster = cluster;
    this.node = node;
    this.usage = new NodeUsage(cluster, node);
  }

  static long minuteOf(long nanos) {
    return nanos - Math.floorMod(nanos, MINUTE_NANOS);
  }

  /** Remembers that an observation of this instant is new or more than it was. */
  void observed(long atNanos) {
    changed = true;
    long minute = minuteOf(atNanos);
    // Most samples are of the same minute as the one before.
    if (minute != lastChangedMinute) {
      changedMinutes.add(minute);
      lastChangedMinute = minute;
    }
  }

  /** Starts of minutes whose observations changed since they were last stored. */
  SortedSet<Long> changedMinutes() {
    return changedMinutes;
  }

  /** What was changed is stored. */
  void stored() {
    changed = false;
    changedMinutes.clear();
    lastChangedMinute = NEVER;
  }

  /** What a head tells of a node; a device that left and came back is another object. */
  private record Description(
      List<ConfiguredInventory> configured,
      List<DeviceUsage> devices,
      List<DeviceFacts> facts,
      int holdsVersion) {}

  /** Whether the node is described otherwise than when this was last asked. */
  boolean isDescribedAnew() {
    Description now =
        new Description(
            usage.progress().configured(),
            List.copyOf(usage.devices()),
            usage.devices().stream().map(DeviceUsage::facts).toList(),
            holds.version());
    if (now.equals(described)) {
      return false;
    }
    described = now;
    return true;
  }

  /** The note of a device, a new one where it is new; kept once its device is in the usage. */
  DeviceNote note(DeviceId id) {
    DeviceNote known = notes.get(id);
    return known == null ? new DeviceNote(nextNumber++) : known;
  }

  void restore(DeviceUsage device, DeviceNote note) {
    notes.put(device.id(), note);
    numbered.put(note.number, device);
    nextNumber = Math.max(nextNumber, note.number + 1);
  }

  /** The device that stored chunks know by a number; null where it has left. */
  @Nullable DeviceUsage numbered(int number) {
    return numbered.get(number);
  }

  /** The slot of the reader's current sample; null where it is named as none before. */
  @Nullable DeviceSlot slot(BatchReader reader) {
    if (nextSlot >= slots.size()) {
      nextSlot = 0;
    }
    if (nextSlot < slots.size() && reader.isIdentity(slots.get(nextSlot).identity)) {
      return slots.get(nextSlot++);
    }
    DeviceSlot slot = slotsByIdentity.get(text(reader.identity()));
    if (slot != null) {
      nextSlot = slots.indexOf(slot) + 1;
    }
    return slot;
  }

  /**
   * Reads a little of what the next so many samples will need. The devices of a fleet do not fit
   * the processor's caches: read one after another each waits for memory, read here they wait
   * together.
   */
  void fetch(int samples) {
    long read = 0;
    for (int i = 0; i < Math.min(samples, slots.size()); i++) {
      int at = nextSlot + i;
      read += slots.get(at < slots.size() ? at : at - slots.size()).fetch();
    }
    fetched = read;
  }

  /** Remembers a slot whose device the usage has accepted. */
  void keep(DeviceSlot slot) {
    if (slot.kept) {
      return;
    }
    if (slots.size() >= SLOTS_LIMIT) {
      forgetSlots();
    }
    slot.kept = true;
    notes.put(slot.device.id(), slot.note);
    numbered.put(slot.note.number, slot.device);
    slots.add(slot);
    slotsByIdentity.put(text(slot.identity), slot);
    nextSlot = slots.size();
  }

  /** How many slots are remembered. */
  int slots() {
    return slots.size();
  }

  private void forgetSlots() {
    slots.clear();
    slotsByIdentity.clear();
    nextSlot = 0;
  }

  /** Forgets devices that have left inventory. */
  void dropGone() {
    Map<DeviceId, DeviceUsage> present = new HashMap<>();
    usage.devices().forEach(device -> present.put(device.id(), device));
    notes.keySet().retainAll(present.keySet());
    numbered.values().removeIf(device -> !present.containsKey(device.id()));
    forgetSlots();
  }

  private static String text(byte[] identity) {
    return new String(identity, StandardCharsets.ISO_8859_1);
  }
}
