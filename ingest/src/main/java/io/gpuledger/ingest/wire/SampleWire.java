package io.gpuledger.ingest.wire;

import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.Sample;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A sample on the wire and back. Cluster and node stand once on the batch. */
public final class SampleWire {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private SampleWire() {}

  /** The wire form. */
  public static DeviceSample fromSample(Sample sample) {
    DeviceSample.Builder wire =
        DeviceSample.newBuilder()
            .setUuid(sample.device().uuid())
            .setGpuInstance(sample.device().gpuInstance())
            .setComputeInstance(sample.device().computeInstance())
            .setIndex(sample.facts().index())
            .setModel(sample.facts().model())
            .setMigProfile(sample.facts().migProfile())
            .setAtNanos(toNanos(sample.at()));
    putRatios(sample, wire);
    putAmounts(sample, wire);
    for (Holder holder : sample.holders()) {
      wire.addHolders(fromHolder(holder));
    }
    if (!sample.holderBusyRatios().isEmpty()) {
      for (Holder holder : sample.holders()) {
        wire.addHolderBusyRatios(sample.holderBusyRatios().getOrDefault(holder, Double.NaN));
      }
    }
    return wire.build();
  }

  /** The samples of a batch, in its order. */
  public static List<Sample> toSamples(SampleBatch batch) {
    return batch.getSamplesList().stream()
        .map(sample -> toSample(batch.getCluster(), batch.getNode(), sample))
        .toList();
  }

  /** The sample of a device of this cluster and node. */
  public static Sample toSample(String cluster, String node, DeviceSample wire) {
    List<Holder> holders = new ArrayList<>(wire.getHoldersCount());
    for (HolderRef holder : wire.getHoldersList()) {
      holders.add(toHolder(holder));
    }
    return new Sample(
        new DeviceId(cluster, wire.getUuid(), wire.getGpuInstance(), wire.getComputeInstance()),
        toInstant(wire.getAtNanos()),
        new DeviceFacts(node, wire.getIndex(), wire.getModel(), wire.getMigProfile()),
        wire.hasBusyRatio() ? Double.valueOf(wire.getBusyRatio()) : null,
        wire.hasSmActiveRatio() ? Double.valueOf(wire.getSmActiveRatio()) : null,
        wire.hasTensorActiveRatio() ? Double.valueOf(wire.getTensorActiveRatio()) : null,
        wire.hasDramActiveRatio() ? Double.valueOf(wire.getDramActiveRatio()) : null,
        wire.hasMemoryUsedBytes() ? Long.valueOf(wire.getMemoryUsedBytes()) : null,
        wire.hasMemoryTotalBytes() ? Long.valueOf(wire.getMemoryTotalBytes()) : null,
        wire.hasPowerWatts() ? Double.valueOf(wire.getPowerWatts()) : null,
        wire.hasEnergyMicrojoulesTotal() ? Long.valueOf(wire.getEnergyMicrojoulesTotal()) : null,
        wire.hasTemperatureCelsius() ? Double.valueOf(wire.getTemperatureCelsius()) : null,
        wire.hasSmClockHertz() ? Long.valueOf(wire.getSmClockHertz()) : null,
        wire.hasLastXid() ? Integer.valueOf(wire.getLastXid()) : null,
        holders,
        toBusyRatios(holders, wire));
  }

  private static Map<Holder, Double> toBusyRatios(List<Holder> holders, DeviceSample wire) {
    if (wire.getHolderBusyRatiosCount() != holders.size()) {
      return Map.of();
    }
    Map<Holder, Double> ratios = new HashMap<>();
    for (int i = 0; i < holders.size(); i++) {
      double ratio = wire.getHolderBusyRatios(i);
      if (Double.isFinite(ratio)) {
        ratios.merge(holders.get(i), ratio, Math::max);
      }
    }
    return ratios;
  }

  /** The wire form of a holder. */
  public static HolderRef fromHolder(Holder holder) {
    return HolderRef.newBuilder()
        .setKind(holder.kind().number())
        .setNamespace(holder.namespace())
        .setWorkload(holder.workload())
        .setContainer(holder.container())
        .setUser(holder.user())
        .build();
  }

  /**
   * The holder.
   *
   * @throws IllegalArgumentException if this version does not know its kind
   */
  public static Holder toHolder(HolderRef wire) {
    return new Holder(
        Holder.Kind.ofNumber(wire.getKind()),
        wire.getNamespace(),
        wire.getWorkload(),
        wire.getContainer(),
        wire.getUser());
  }

  /**
   * Nanoseconds since the epoch.
   *
   * @throws ArithmeticException outside the years 1678 to 2262
   */
  public static long toNanos(Instant at) {
    return Math.addExact(Math.multiplyExact(at.getEpochSecond(), NANOS_PER_SECOND), at.getNano());
  }

  /** The instant of nanoseconds since the epoch. */
  public static Instant toInstant(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
  }

  private static void putRatios(Sample sample, DeviceSample.Builder wire) {
    Double busy = sample.busyRatio();
    if (busy != null) {
      wire.setBusyRatio(busy);
    }
    Double sm = sample.smActiveRatio();
    if (sm != null) {
      wire.setSmActiveRatio(sm);
    }
    Double tensor = sample.tensorActiveRatio();
    if (tensor != null) {
      wire.setTensorActiveRatio(tensor);
    }
    Double dram = sample.dramActiveRatio();
    if (dram != null) {
      wire.setDramActiveRatio(dram);
    }
  }

  private static void putAmounts(Sample sample, DeviceSample.Builder wire) {
    Long used = sample.memoryUsedBytes();
    if (used != null) {
      wire.setMemoryUsedBytes(used);
    }
    Long total = sample.memoryTotalBytes();
    if (total != null) {
      wire.setMemoryTotalBytes(total);
    }
    Double power = sample.powerWatts();
    if (power != null) {
      wire.setPowerWatts(power);
    }
    Long energy = sample.energyMicrojoulesTotal();
    if (energy != null) {
      wire.setEnergyMicrojoulesTotal(energy);
    }
    Double temperature = sample.temperatureCelsius();
    if (temperature != null) {
      wire.setTemperatureCelsius(temperature);
    }
    Long clock = sample.smClockHertz();
    if (clock != null) {
      wire.setSmClockHertz(clock);
    }
    Integer xid = sample.lastXid();
    if (xid != null) {
      wire.setLastXid(xid);
    }
  }
}
