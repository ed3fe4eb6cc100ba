package io.gpuledger.ingest.generate;

import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.Sample;
import io.gpuledger.ingest.generate.FleetTruth.DeviceTruth;
import io.gpuledger.ingest.generate.Phase.Kind;
import io.gpuledger.ingest.wire.InventoryEntry;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.ingest.wire.SampleBatches;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Generates the telemetry of a fleet whose truth is exactly known: every device lives through drawn
 * phases, and both its samples and its {@link FleetTruth} come from those. The samples of a node
 * share an instant; nodes are spread over the cadence.
 */
public final class FleetGenerator {
  private static final long MEBIBYTE = 1_048_576;

  /** Multiples of 1,000 MiB, so that bytes x seconds are whole in any millisecond. */
  private static final long MEMORY_TOTAL_BYTES = 80_000 * MEBIBYTE;

  private static final long MEMORY_HELD_BYTES = 61_000 * MEBIBYTE;
  private static final long MEMORY_FREE_BYTES = 0;
  private final FleetPlan plan;
  private final List<List<DeviceLife>> nodes = new ArrayList<>();

  public FleetGenerator(FleetPlan plan) {
    this.plan = plan;
    for (int node = 0; node < plan.nodes(); node++) {
      List<DeviceLife> devices = new ArrayList<>();
      long offset = node * 7_919L % plan.cadence().toMillis();
      for (int index = 0; index < plan.devicesPerNode(); index++) {
        devices.add(new DeviceLife(plan, node, index, offset));
      }
      nodes.add(devices);
    }
  }

  public FleetPlan plan() {
    return plan;
  }

  /** What the fleet really did. */
  public FleetTruth truth() {
    List<DeviceTruth> devices = new ArrayList<>();
    nodes.forEach(node -> node.forEach(life -> devices.add(life.truth())));
    long samples = devices.stream().mapToLong(DeviceTruth::samples).sum();
    return new FleetTruth(samples, devices);
  }

  /** The configured inventory: every node from the first tick on. */
  public List<InventoryEntry> inventory() {
    List<InventoryEntry> entries = new ArrayList<>();
    for (int node = 0; node < plan.nodes(); node++) {
      entries.add(
          InventoryEntry.newBuilder()
              .setCluster(plan.cluster())
              .setNode(DeviceLife.nodeName(plan, node))
              .setDeviceModel(plan.model())
              .setDeviceCount(plan.devicesPerNode())
              .setFromMicros(plan.start().toEpochMilli() * 1_000)
              .setVersion(1)
              .build());
    }
    return entries;
  }

  /** The stream, made as it is read, in the order in which the records come in. */
  public Iterator<SampleBatch> batches() {
    return new Stream();
  }

  /** The samples of a node at a tick, in order of the devices; empty where all have a gap. */
  public List<Sample> samples(int node, long tick) {
    List<Sample> samples = new ArrayList<>();
    for (DeviceLife life : nodes.get(node)) {
      Phase phase = life.at(tick);
      if (phase.kind() != Kind.GAP) {
        samples.add(sample(life, phase, tick));
      }
    }
    return samples;
  }

  private Sample sample(DeviceLife life, Phase phase, long tick) {
    boolean blind = phase.kind() == Kind.BLIND;
    boolean held = !phase.holders().isEmpty();
    boolean known = held && !phase.holders().get(0).equals(Holder.UNKNOWN);
    return new Sample(
        life.device(),
        life.instant(tick),
        new DeviceFacts(life.node(), Integer.toString(life.index()), plan.model(), ""),
        blind ? null : Double.valueOf(phase.busyPercent() / 100.0),
        blind ? null : Double.valueOf(phase.smPercent() / 100.0),
        blind ? null : Double.valueOf(phase.tensorPercent() / 100.0),
        blind ? null : Double.valueOf(phase.smPercent() / 200.0),
        held ? MEMORY_HELD_BYTES : MEMORY_FREE_BYTES,
        MEMORY_TOTAL_BYTES,
        Double.valueOf(phase.watts()),
        life.energyMicrojoules(tick),
        Double.valueOf(30 + phase.busyPercent() / 2),
        held ? 1_980_000_000L : 345_000_000L,
        0,
        known ? phase.holders() : List.of());
  }

  private final class Stream implements Iterator<SampleBatch> {
    private final PriorityQueue<Late> late =
        new PriorityQueue<>(Comparator.comparing(Late::dueTick).thenComparing(Late::number));
    private final ArrayDeque<SampleBatch> ready = new ArrayDeque<>();
    private final SplittableRandom random = new SplittableRandom(plan.seed() ^ 0x5DEECE66DL);
    private int tick;
    private long number;

    @Override
    public boolean hasNext() {
      while (ready.isEmpty() && (tick < plan.ticks() || !late.isEmpty())) {
        if (tick < plan.ticks()) {
          makeTick();
        }
        while (!late.isEmpty() && (late.element().dueTick <= tick || tick == plan.ticks())) {
          ready.add(late.remove().batch);
        }
      }
      return !ready.isEmpty();
    }

    @Override
    public SampleBatch next() {
      if (!hasNext()) {
        throw new NoSuchElementException("the fleet has no more samples");
      }
      return ready.remove();
    }

    private void makeTick() {
      long lateTicksMax =
          Math.max(1, plan.disorder().lateMax().toMillis() / plan.cadence().toMillis());
      for (int node = 0; node < plan.nodes(); node++) {
        for (SampleBatch batch :
            SampleBatches.of(
                plan.source(),
                plan.cadence(),
                nodes.get(node).get(0).instant(tick),
                samples(node, tick))) {
          boolean isLate = random.nextInt(100) < plan.disorder().latePercent();
          if (isLate) {
            late.add(new Late(tick + 1 + random.nextLong(lateTicksMax), number++, batch));
          } else {
            ready.add(batch);
          }
          if (random.nextInt(100) < plan.disorder().duplicatePercent()) {
            late.add(new Late(tick + 1 + random.nextLong(lateTicksMax), number++, batch));
          }
        }
      }
      tick++;
    }
  }

  private record Late(long dueTick, long number, SampleBatch batch) {}
}
