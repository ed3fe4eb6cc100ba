package io.gpuledger.cost.usage;

import io.gpuledger.cost.device.DeviceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The usage of one node: its devices, their observations, and how far minutes are closed.
 *
 * <p>Facts of a closed minute have been handed out. An observation that changes closed minutes
 * hands out the difference: the new facts minus the old, both computed from the observations. So in
 * whatever order observations come, what was handed out sums to the facts of one clean pass.
 *
 * <p>Lateness is measured against the latest observation of the node, never against a wall clock. A
 * history may be kept elsewhere in part: {@link #earliestNeeded} says what must be in memory before
 * {@link #observe}, {@link #forgetBefore} drops the rest.
 */
public final class NodeUsage {
  /** An observation older than this, against the node's latest, changes nothing any more. */
  public static final long LATENESS_NANOS = 2L * 3_600_000_000_000L;

  /** A sample that claims to be further ahead of its publication is late, not early. */
  public static final long AHEAD_NANOS = 600_000_000_000L;

  /** Observations may be dropped when older than this, against the node's latest. */
  public static final long RETENTION_NANOS =
      LATENESS_NANOS
          + IntervalBuilder.CADENCE_WINDOW_NANOS
          + 2 * IntervalBuilder.LONGEST_WEIGHT_NANOS;

  /** The most devices of one node; further ones are refused. */
  public static final int MAXIMUM_DEVICES = 2048;

  public static final long NEVER = Long.MIN_VALUE;

  /** Receives facts; every one has its own object. */
  @FunctionalInterface
  public interface FactOutput {
    void fact(DeviceUsage device, Fact fact);
  }

  /** What became of an observation. */
  public enum Outcome {
    /** A new instant of the device. */
    ADDED,
    /** An instant known before, with more fields now. */
    MERGED,
    /** Nothing that was not known. */
    UNCHANGED,
    /** Too old to change facts. */
    LATE,
    /** One device too many for a node. */
    REFUSED
  }

  private final UsageFacts usageFacts = new UsageFacts();
  private final Map<DeviceId, DeviceUsage> devices = new LinkedHashMap<>();
  private final UnseenDevices unseen;
  private int slices;
  private List<ConfiguredInventory> configured = List.of();
  private long latest = NEVER;
  private long closedThrough = NEVER;
  private long expiredThrough = NEVER;
  private long configuredFrom = NEVER;

  public NodeUsage(String cluster, String node) {
    unseen = new UnseenDevices(cluster, node);
  }

  /** The device with this identity, or a new one that has no observation yet. */
  public DeviceUsage device(DeviceId id, DeviceFacts facts) {
    DeviceUsage known = devices.get(id);
    if (known == null) {
      return new DeviceUsage(id, facts);
    }
    known.describe(facts);
    return known;
  }

  /**
   * Takes an observation in, and hands out what it changes in closed minutes.
   *
   * @param device as {@link #device} gave it
   * @param unknown the hold of somebody unknown on this device
   */
  public Outcome observe(
      DeviceUsage device,
      Observation observation,
      StateRules rules,
      Hold unknown,
      FactOutput output) {
    if (isLate(observation.at) || (!device.present && observation.at < expiredThrough)) {
      return Outcome.LATE;
    }
    if (!device.present && devices.size() >= MAXIMUM_DEVICES) {
      return Outcome.REFUSED;
    }
    History history = device.history;
    int index = history.indexFrom(observation.at);
    boolean merges = index < history.size() && history.at(index) == observation.at;
    Observation result =
        merges ? history.get(index).merge(observation, rules, unknown) : observation;
    if (merges && result.isSameAs(history.get(index))) {
      return Outcome.UNCHANGED;
    }
    startClosing(observation.at);
    ChangedMinutes changed =
        ChangedMinutes.by(device, observation.at, validityOf(device), closedThrough);
    List<Share> before = changed.isEmpty() ? List.of() : shares(device, changed);
    if (merges) {
      history.set(index, result);
    } else {
      history.insert(index, result);
    }
    if (!device.present) {
      add(device);
    }
    device.firstAt = Math.min(device.firstAt, observation.at);
    device.lastAt = Math.max(device.lastAt, observation.at);
    latest = Math.max(latest, observation.at);
    if (!changed.isEmpty()) {
      Corrections.emit(before, shares(device, changed), output);
    }
    return merges ? Outcome.MERGED : Outcome.ADDED;
  }

  private void add(DeviceUsage device) {
    DeviceUsage before = devices.put(device.id(), device);
    if (before != null) {
      left(before);
    }
    device.present = true;
    slices += device.id().isSlice() ? 1 : 0;
  }

  private void left(DeviceUsage device) {
    device.present = false;
    slices -= device.id().isSlice() ? 1 : 0;
  }

  /** Whether an observation at this instant is too old to change facts. */
  public boolean isLate(long atNanos) {
    return latest != NEVER && atNanos < latest - LATENESS_NANOS;
  }

  /**
   * Whether an instant may be that of a sample: after the epoch, and not further ahead of the
   * sample's publication than clocks go apart.
   *
   * @param publishedAtNanos 0 or less where unknown
   */
  public static boolean isPlausible(long atNanos, long publishedAtNanos) {
    return atNanos > 0 && (publishedAtNanos <= 0 || atNanos - publishedAtNanos <= AHEAD_NANOS);
  }

  /**
   * The instant from which on observations must be in memory before one at the given instant is
   * taken in.
   */
  public static long earliestNeeded(long atNanos) {
    return atNanos
        - IntervalBuilder.CADENCE_WINDOW_NANOS
        - 2 * IntervalBuilder.LONGEST_WEIGHT_NANOS;
  }

  /**
   * A node whose first observation is older than the configuration of its inventory starts to close
   * there, so that a history that is read for the first time is no correction.
   */
  private void startClosing(long atNanos) {
    boolean nothingClosed = latest == NEVER && closedThrough == configuredFrom;
    if (closedThrough == NEVER || (nothingClosed && atNanos < closedThrough)) {
      closedThrough = UsageFacts.minuteOf(atNanos);
    }
  }

  /** A device's facts. */
  record Share(DeviceUsage device, List<Fact> facts) {}

  private List<Share> shares(DeviceUsage device, ChangedMinutes changed) {
    List<Share> shares = new ArrayList<>();
    shares.add(new Share(device, facts(device, changed.ofDevice())));
    DeviceUsage parent = device.id().isSlice() ? devices.get(device.id().parent()) : null;
    if (parent != null) {
      shares.add(new Share(parent, facts(parent, changed.ofParent())));
    }
    if (changed.extendsStart()) {
      collectUnseen(changed.weights().from(), closedThrough, shares);
    }
    return shares;
  }

  private List<Fact> facts(DeviceUsage device, List<MinuteRange> ranges) {
    List<Fact> facts = new ArrayList<>();
    ranges.forEach(range -> facts.addAll(facts(device, range.from(), range.to())));
    return facts;
  }

  private List<Fact> facts(DeviceUsage device, long from, long to) {
    List<Fact> facts = new ArrayList<>();
    Validity validity = validityOf(device);
    if (slices == 0 || device.id().isSlice()) {
      usageFacts.collect(device.history, from, to, validity, facts);
      return facts;
    }
    long slicedFrom = Long.MAX_VALUE;
    long slicedTo = Long.MIN_VALUE;
    for (DeviceUsage other : devices.values()) {
      if (other.id().isSlice() && other.id().uuid().equals(device.id().uuid())) {
        slicedFrom = Math.min(slicedFrom, other.firstAt);
        slicedTo = Math.max(slicedTo, validityOf(other).endAfter(other.lastAt));
      }
    }
    usageFacts.collect(device.history, from, Math.min(to, slicedFrom), validity, facts);
    if (slicedTo != Long.MIN_VALUE && slicedTo < to) {
      usageFacts.collect(device.history, Math.max(from, slicedTo), to, validity, facts);
    }
    return facts;
  }

  private Validity validityOf(DeviceUsage device) {
    if (configured.isEmpty()) {
      return Validity.OBSERVED;
    }
    for (ConfiguredInventory entry : configured) {
      if (entry.isOf(device.facts()) && entry.toNanos() > device.lastAt) {
        return new Validity(entry.toNanos());
      }
    }
    return Validity.OBSERVED;
  }

  /**
   * Closes every minute before an instant and hands out its facts; drops devices that have left
   * inventory by then.
   */
  public void closeThrough(long nanos, FactOutput output) {
    long minute = UsageFacts.minuteOf(nanos);
    if (closedThrough == NEVER || minute <= closedThrough) {
      return;
    }
    for (DeviceUsage device : devices.values()) {
      for (Fact fact : facts(device, closedThrough, minute)) {
        output.fact(device, fact);
      }
    }
    List<Share> shares = new ArrayList<>();
    collectUnseen(closedThrough, minute, shares);
    for (Share share : shares) {
      share.facts().forEach(fact -> output.fact(share.device(), fact));
    }
    closedThrough = minute;
    List<DeviceUsage> gone = devices.values().stream().filter(this::isGone).toList();
    gone.forEach(this::remove);
  }

  private void remove(DeviceUsage device) {
    devices.remove(device.id());
    left(device);
  }

  private void collectUnseen(long from, long to, List<Share> shares) {
    if (!configured.isEmpty()) {
      unseen.collect(devices.values(), configured, Math.max(from, configuredFrom), to, shares);
    }
  }

  /** A device stays for the time in which its past may still be corrected. */
  private boolean isGone(DeviceUsage device) {
    long end = validityOf(device).endAfter(device.lastAt);
    if (end > closedThrough - LATENESS_NANOS) {
      return false;
    }
    expiredThrough = Math.max(expiredThrough, end);
    return true;
  }

  /**
   * Replaces the configured inventory; it holds for minutes not closed yet.
   *
   * @param nowNanos where closing starts on a node that was never seen
   */
  public void configure(List<ConfiguredInventory> entries, long nowNanos) {
    if (closedThrough == NEVER && !entries.isEmpty()) {
      closedThrough = UsageFacts.minuteOf(nowNanos);
    }
    configured = List.copyOf(entries);
    configuredFrom = closedThrough;
  }

  /**
   * Drops observations before an instant, but keeps what the facts of later ones need: the latest
   * twelve of each device.
   */
  public void forgetBefore(long nanos) {
    for (DeviceUsage device : devices.values()) {
      History history = device.history;
      int keep = Math.min(history.size(), IntervalBuilder.CADENCE_GAPS + 2);
      history.removeFirst(Math.min(history.indexFrom(nanos), history.size() - keep));
    }
  }

  /** Puts back an observation that was kept elsewhere; one that is in memory already stays. */
  public void restore(DeviceUsage device, Observation observation) {
    History history = device.history;
    int index = history.indexFrom(observation.at);
    if (index == history.size() || history.at(index) != observation.at) {
      history.insert(index, observation);
    }
  }

  /** Puts back a device without its observations. */
  public DeviceUsage restore(DeviceId id, DeviceFacts facts, long firstAt, long lastAt) {
    DeviceUsage device = new DeviceUsage(id, facts);
    device.firstAt = firstAt;
    device.lastAt = lastAt;
    add(device);
    return device;
  }

  /** Puts back how far the node had come. */
  public void restore(Progress progress) {
    latest = progress.latestNanos;
    closedThrough = progress.closedThroughNanos;
    expiredThrough = progress.expiredThroughNanos;
    configuredFrom = progress.configuredFromNanos;
    configured = progress.configured;
  }

  /**
   * How far a node has come; {@link #NEVER} where it has not started.
   *
   * @param latestNanos its latest observation
   * @param closedThroughNanos the end of the last closed minute
   * @param expiredThroughNanos the latest end of valid time among devices that have left
   * @param configuredFromNanos from where the configured inventory holds
   * @param configured the configured inventory
   */
  public record Progress(
      long latestNanos,
      long closedThroughNanos,
      long expiredThroughNanos,
      long configuredFromNanos,
      List<ConfiguredInventory> configured) {
    public Progress {
      configured = List.copyOf(configured);
    }
  }

  public Progress progress() {
    return new Progress(latest, closedThrough, expiredThrough, configuredFrom, configured);
  }

  /** Devices in inventory, in order of appearance. */
  public Collection<DeviceUsage> devices() {
    return devices.values();
  }

  public long latestNanos() {
    return latest;
  }

  /** Whether nothing is in inventory any more. */
  public boolean isEmpty() {
    return devices.isEmpty() && configured.isEmpty();
  }
}
