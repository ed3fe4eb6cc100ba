package io.gpuledger.ingest.generate;

import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.State;
import io.gpuledger.ingest.generate.FleetTruth.DeviceTruth;
import io.gpuledger.ingest.generate.Phase.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The phases of one device from tick 0 to the last, and the truth that follows from them. */
final class DeviceLife {
  private static final int PHASE_TICKS_MAX = 80;
  private static final int GAP_TICKS_MAX = 12;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long MICROJOULES_PER_WATT_MILLI = 1_000;

  private final FleetPlan plan;
  private final String node;
  private final String uuid;
  private final int index;
  private final long offsetMillis;
  private final List<Phase> phases = new ArrayList<>();

  /** First tick of each phase. */
  private final int[] starts;

  /** Watts, summed over the ticks before each phase and, last, over the whole life. */
  private final long[] wattTicks;

  DeviceLife(FleetPlan plan, int nodeNumber, int index, long offsetMillis) {
    this.plan = plan;
    this.index = index;
    this.offsetMillis = offsetMillis;
    this.node = nodeName(plan, nodeNumber);
    this.uuid =
        String.format(
            java.util.Locale.ROOT,
            "GPU-%08x-%04x-%04x-0000-%012x",
            plan.cluster().hashCode(),
            nodeNumber >>> 16,
            nodeNumber & 0xffff,
            index);
    SplittableRandom random =
        new SplittableRandom(plan.seed() * 1_000_003L + nodeNumber * 64L + index);
    int left = plan.ticks();
    while (left > 0) {
      boolean first = phases.isEmpty();
      Phase phase = phase(random, left, first || left == 1);
      phases.add(phase);
      left -= phase.ticks();
    }
    this.starts = new int[phases.size()];
    for (int i = 1; i < starts.length; i++) {
      starts[i] = starts[i - 1] + phases.get(i - 1).ticks();
    }
    this.wattTicks = new long[phases.size() + 1];
    for (int i = 0; i < phases.size(); i++) {
      wattTicks[i + 1] = wattTicks[i] + (long) phases.get(i).watts() * phases.get(i).ticks();
    }
  }

  static String nodeName(FleetPlan plan, int nodeNumber) {
    return String.format(java.util.Locale.ROOT, "%s-node-%04d", plan.cluster(), nodeNumber);
  }

  private Phase phase(SplittableRandom random, int left, boolean mustHaveSamples) {
    int ticks = Math.min(left, 1 + random.nextInt(PHASE_TICKS_MAX));
    int draw = random.nextInt(100);
    if (draw < 6 && !mustHaveSamples) {
      // A gap neither opens nor ends a life, and never follows another one unseen.
      int gap = Math.min(left - 1, 1 + random.nextInt(GAP_TICKS_MAX));
      return new Phase(Kind.GAP, gap, List.of(), 0, 0, 0);
    }
    if (draw < 10) {
      return new Phase(Kind.BLIND, ticks, List.of(), 0, 0, 0);
    }
    if (draw < 14) {
      return new Phase(Kind.UNKNOWN_ACTIVE, ticks, List.of(Holder.UNKNOWN), 30, 20, 5);
    }
    if (draw < 24) {
      return new Phase(Kind.UNALLOCATED, ticks, List.of(), 0, 0, 0);
    }
    FleetPlan.Team team = team(random);
    List<Holder> holders = holders(random, team);
    if (random.nextInt(100) < team.idlePercent()) {
      return new Phase(Kind.HELD_IDLE, ticks, holders, 0, 0, 0);
    }
    if (random.nextInt(100) < 70) {
      int sm = 40 + random.nextInt(60);
      return new Phase(Kind.PRODUCTIVE, ticks, holders, Math.min(100, sm + 5), sm, sm / 2);
    }
    int sm = 1 + random.nextInt(39);
    return new Phase(Kind.ACTIVE, ticks, holders, sm + 20, sm, random.nextInt(10));
  }

  private FleetPlan.Team team(SplittableRandom random) {
    int all = plan.teams().stream().mapToInt(FleetPlan.Team::weight).sum();
    int draw = random.nextInt(all);
    for (FleetPlan.Team team : plan.teams()) {
      draw -= team.weight();
      if (draw < 0) {
        return team;
      }
    }
    throw new IllegalStateException("the weights of the teams do not add up");
  }

  private static List<Holder> holders(SplittableRandom random, FleetPlan.Team team) {
    int count = random.nextInt(10) == 0 ? 2 + random.nextInt(2) : 1;
    List<Holder> holders = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String pod = team.name() + "-job-" + random.nextInt(1_000) + "-" + i;
      holders.add(new Holder(Holder.Kind.KUBERNETES_POD, team.name(), pod, "main", ""));
    }
    return holders;
  }

  String node() {
    return node;
  }

  String uuid() {
    return uuid;
  }

  int index() {
    return index;
  }

  DeviceId device() {
    return DeviceId.ofWhole(plan.cluster(), uuid);
  }

  /** The phase at a tick; a life longer than the plan repeats. */
  Phase at(long tick) {
    return phases.get(phaseAt(Math.floorMod(tick, plan.ticks())));
  }

  private int phaseAt(int tickOfLife) {
    int at = Arrays.binarySearch(starts, tickOfLife);
    return at >= 0 ? at : -at - 2;
  }

  /** What the device has drawn since tick 0, as its counter since boot has it: it never falls. */
  long energyMicrojoules(long tick) {
    int tickOfLife = Math.floorMod(tick, plan.ticks());
    int phase = phaseAt(tickOfLife);
    long watts =
        Math.floorDiv(tick, (long) plan.ticks()) * wattTicks[phases.size()]
            + wattTicks[phase]
            + (long) phases.get(phase).watts() * (tickOfLife - starts[phase]);
    return watts * plan.cadence().toMillis() * MICROJOULES_PER_WATT_MILLI;
  }

  Instant instant(long tick) {
    return plan.start().plusMillis(offsetMillis + tick * plan.cadence().toMillis());
  }

  DeviceTruth truth() {
    Tally tally = new Tally();
    Phase before = phases.get(0);
    for (Phase phase : phases) {
      if (phase.kind() == Kind.GAP) {
        // The sample before weighs one cadence more; consecutive gaps are one.
        int carried = before.kind() == Kind.GAP ? 0 : 1;
        tally.add(before, carried);
        tally.addState(State.UNOBSERVED, List.of(), phase.ticks() - carried);
      } else {
        tally.add(phase, phase.ticks());
        tally.samples += phase.ticks();
      }
      before = phase;
    }
    tally.add(before, 1);
    return new DeviceTruth(
        device(),
        node,
        instant(0),
        instant(plan.ticks() + 1L),
        tally.samples,
        tally.states,
        tally.holders,
        tally.busyPercentTicks * cadenceNanos() / 100,
        tally.smPercentTicks * cadenceNanos() / 100,
        tally.tensorPercentTicks * cadenceNanos() / 100,
        tally.effectivePercentQuarterTicks * cadenceNanos() / 400);
  }

  private long cadenceNanos() {
    return plan.cadence().toMillis() * NANOS_PER_MILLI;
  }

  private final class Tally {
    private final Map<State, Long> states = new EnumMap<>(State.class);
    private final Map<List<String>, Map<State, Long>> holders = new HashMap<>();
    private long samples;
    private long busyPercentTicks;
    private long smPercentTicks;
    private long tensorPercentTicks;
    private long effectivePercentQuarterTicks;

    void add(Phase phase, int ticks) {
      addState(state(phase.kind()), keys(phase), ticks);
      if (phase.kind() == Kind.BLIND) {
        return;
      }
      busyPercentTicks += (long) phase.busyPercent() * ticks;
      smPercentTicks += (long) phase.smPercent() * ticks;
      tensorPercentTicks += (long) phase.tensorPercent() * ticks;
      // sm / 0.8 is 5/4 of it, and counts up to the whole.
      effectivePercentQuarterTicks += (long) Math.min(400, 5 * phase.smPercent()) * ticks;
    }

    void addState(State state, List<String> keys, int ticks) {
      if (ticks == 0) {
        return;
      }
      long nanos = ticks * cadenceNanos();
      states.merge(state, nanos, Long::sum);
      holders.computeIfAbsent(keys, k -> new EnumMap<>(State.class)).merge(state, nanos, Long::sum);
    }
  }

  private static List<String> keys(Phase phase) {
    return phase.holders().stream().map(Holder::key).sorted().toList();
  }

  private static State state(Kind kind) {
    return switch (kind) {
      case PRODUCTIVE -> State.PRODUCTIVE;
      case ACTIVE, UNKNOWN_ACTIVE -> State.ACTIVE;
      case HELD_IDLE -> State.HELD_IDLE;
      case UNALLOCATED -> State.UNALLOCATED;
      case BLIND, GAP -> State.UNOBSERVED;
    };
  }
}
