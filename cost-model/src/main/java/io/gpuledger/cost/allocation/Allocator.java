package io.gpuledger.cost.allocation;

import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Splits a charge's day among states and holders, and finds the owner of each line.
 *
 * <p>Whole-GPU rule: the day's costs are divided by the device-time of each state on the machine
 * that the charge pays for; within a state by that of each holder set; within a set by the holders'
 * weights. Paid device-time that telemetry does not account for is the state {@code unobserved}.
 *
 * <p>Remembers owners it has found; one instance serves one thread.
 */
public final class Allocator {
  /** Most remembered owners; beyond it the memory starts afresh. */
  static final int MEMORY_LIMIT = 65_536;

  private final OwnershipRules rules;
  private final Map<List<String>, Ownership> memory = new HashMap<>();

  public Allocator(OwnershipRules rules) {
    this.rules = rules;
  }

  /**
   * The lines of a charge on one day, in a fixed order.
   *
   * @param share the day's part of the charge
   * @param usage device-time of the charge's machine within {@code share.range()}
   * @return at least one line; their costs sum to {@code share.costs()}
   */
  public List<AllocationLine> allocate(DayShare share, ChargeTelemetry usage) {
    return allocate(share, usage, LinePart.whole(share.charge()));
  }

  /** The lines of {@link #allocate(DayShare, ChargeTelemetry)}, as a part of their charge. */
  List<AllocationLine> allocate(DayShare share, ChargeTelemetry usage, LinePart part) {
    AllocationCharge charge = share.charge();
    if (charge.unusedCommitment()) {
      return List.of(whole(share, State.UNUSED_COMMITMENT, usage, 0, part));
    }
    if (charge.accelerator() == Accelerator.NO) {
      return List.of(whole(share, State.NOT_GPU, usage, 0, part));
    }
    long valid = 0;
    for (DeviceTime time : usage.times()) {
      valid = Math.addExact(valid, time.nanos());
    }
    long paid = share.paidDeviceNanos().orElse(valid);
    boolean uses = countsDevices(charge);
    if (valid == 0) {
      return List.of(whole(share, State.UNOBSERVED, usage, uses ? paid : 0, part));
    }
    return split(share, usage, Math.max(0, Math.abs(paid) - valid), uses ? paid : 0, part);
  }

  /**
   * The lines of money that goes with a machine and is none of its devices, such as processors and
   * memory: whoever holds device-time bears as much of it, the rest has no holder. It counts no
   * device-time, and its state is {@code not_gpu}.
   */
  List<AllocationLine> alongside(DayShare share, ChargeTelemetry usage, LinePart part) {
    List<DeviceTime> times = new ArrayList<>(usage.times().size());
    long valid = 0;
    for (DeviceTime time : usage.times()) {
      times.add(new DeviceTime(State.NOT_GPU, GroupKey.MISSING, time.holders(), time.nanos()));
      valid = Math.addExact(valid, time.nanos());
    }
    if (valid == 0) {
      return List.of(whole(share, State.NOT_GPU, usage, 0, part));
    }
    long unaccounted = Math.max(0, Math.abs(share.paidDeviceNanos().orElse(valid)) - valid);
    if (unaccounted > 0) {
      times.add(new DeviceTime(State.NOT_GPU, GroupKey.MISSING, List.of(), unaccounted));
    }
    ChargeTelemetry machine = new ChargeTelemetry(usage.cluster(), usage.node(), times);
    return split(share, machine, 0, 0, part);
  }

  /** Credits, taxes and the like refer to device-time that another charge already counts. */
  private static boolean countsDevices(AllocationCharge charge) {
    String category = charge.keys().get(Name.CHARGE_CATEGORY);
    return category.equals("Usage") || category.equals(GroupKey.MISSING);
  }

  private List<AllocationLine> split(
      DayShare share,
      ChargeTelemetry usage,
      long unaccounted,
      long deviceNanos,
      LinePart linePart) {
    TreeMap<State, List<DeviceTime>> byState = new TreeMap<>();
    for (DeviceTime time : DeviceTime.merged(usage.times())) {
      if (time.nanos() > 0) {
        byState.computeIfAbsent(time.state(), state -> new ArrayList<>()).add(time);
      }
    }
    if (unaccounted > 0) {
      byState
          .computeIfAbsent(State.UNOBSERVED, state -> new ArrayList<>())
          .add(new DeviceTime(State.UNOBSERVED, GroupKey.MISSING, List.of(), unaccounted));
    }
    List<BigInteger> weights = new ArrayList<>();
    for (List<DeviceTime> times : byState.values()) {
      weights.add(sum(times));
    }
    List<Costs> costs = share.costs().split(weights);
    List<Long> nanos = Nanos.split(deviceNanos, weights);
    TreeMap<LineKey, Part> parts = new TreeMap<>();
    int i = 0;
    for (Map.Entry<State, List<DeviceTime>> entry : byState.entrySet()) {
      splitState(entry.getValue(), new Part(costs.get(i), nanos.get(i)), parts);
      i++;
    }
    return lines(share, usage, parts, linePart);
  }

  private static void splitState(List<DeviceTime> times, Part whole, Map<LineKey, Part> parts) {
    List<Part> sets = whole.split(times.stream().map(t -> BigInteger.valueOf(t.nanos())).toList());
    for (int i = 0; i < times.size(); i++) {
      DeviceTime time = times.get(i);
      List<DeviceTime.Share> holders = time.holders();
      if (holders.isEmpty()) {
        LineKey key = new LineKey(time.state(), time.deviceModel(), LineHolder.NOBODY);
        parts.merge(key, sets.get(i), Part::plus);
        continue;
      }
      List<Part> shares =
          sets.get(i).split(holders.stream().map(h -> BigInteger.valueOf(h.weight())).toList());
      for (int h = 0; h < holders.size(); h++) {
        LineKey key = new LineKey(time.state(), time.deviceModel(), holders.get(h).holder());
        parts.merge(key, shares.get(h), Part::plus);
      }
    }
  }

  private List<AllocationLine> lines(
      DayShare share, ChargeTelemetry usage, Map<LineKey, Part> parts, LinePart linePart) {
    List<AllocationLine> lines = new ArrayList<>(parts.size());
    for (Map.Entry<LineKey, Part> entry : parts.entrySet()) {
      lines.add(line(lines.size(), share, usage, entry.getKey(), entry.getValue(), linePart));
    }
    return lines;
  }

  private AllocationLine whole(
      DayShare share, State state, ChargeTelemetry usage, long nanos, LinePart linePart) {
    LineKey key = new LineKey(state, GroupKey.MISSING, LineHolder.NOBODY);
    return line(0, share, usage, key, new Part(share.costs(), nanos), linePart);
  }

  private AllocationLine line(
      int lineNo,
      DayShare share,
      ChargeTelemetry usage,
      LineKey key,
      Part part,
      LinePart linePart) {
    ChargeKeys keys = share.charge().keys();
    String billedModel =
        linePart.component() == Component.CPU || linePart.component() == Component.MEMORY
            ? GroupKey.MISSING
            : keys.get(Name.DEVICE_MODEL);
    String model = billedModel.equals(GroupKey.MISSING) ? key.deviceModel() : billedModel;
    AllocationLine.Place place = new AllocationLine.Place(usage.cluster(), usage.node());
    AllocationLine line =
        new AllocationLine(
            lineNo,
            share.range(),
            key.state(),
            model,
            place,
            key.holder(),
            Ownership.NOBODY,
            part.nanos(),
            part.costs(),
            linePart);
    return line.with(owner(share, new LineKeys(keys, line)));
  }

  private Ownership owner(DayShare share, LineKeys values) {
    if (rules.rules().isEmpty()) {
      return Ownership.NOBODY;
    }
    List<String> key = rules.resolutionKey(share.range().start(), values);
    Ownership known = memory.get(key);
    if (known != null) {
      return known;
    }
    if (memory.size() >= MEMORY_LIMIT) {
      memory.clear();
    }
    Ownership found = rules.resolve(share.range().start(), values);
    memory.put(key, found);
    return found;
  }

  private static BigInteger sum(List<DeviceTime> times) {
    BigInteger sum = BigInteger.ZERO;
    for (DeviceTime time : times) {
      sum = sum.add(BigInteger.valueOf(time.nanos()));
    }
    return sum;
  }

  private record LineKey(State state, String deviceModel, LineHolder holder)
      implements Comparable<LineKey> {
    private static final Comparator<LineKey> ORDER =
        Comparator.comparing(LineKey::state)
            .thenComparing(LineKey::deviceModel)
            .thenComparing(LineKey::holder);

    @Override
    public int compareTo(LineKey other) {
      return ORDER.compare(this, other);
    }
  }

  private record Part(Costs costs, long nanos) {
    Part plus(Part other) {
      return new Part(costs.plus(other.costs), Math.addExact(nanos, other.nanos));
    }

    List<Part> split(List<BigInteger> weights) {
      List<Costs> costParts = costs.split(weights);
      List<Long> nanoParts = Nanos.split(nanos, weights);
      List<Part> parts = new ArrayList<>(weights.size());
      for (int i = 0; i < weights.size(); i++) {
        parts.add(new Part(costParts.get(i), nanoParts.get(i)));
      }
      return parts;
    }
  }
}
