package io.gpuledger.streaming.telemetry;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.gpuledger.cost.usage.BusyShares;
import io.gpuledger.cost.usage.Hold;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.Observation;
import io.gpuledger.cost.usage.Observation.Measures;
import io.gpuledger.cost.usage.Verdict;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The stored form of consecutive observations of one device: numbers of variable length, and
 * instants, memory, energy and cadence as differences to the observation before. What is measured
 * of the holders of a shared device stands behind, in the order of its hold. One of it writes or
 * reads one series.
 */
final class ObservationSeries {
  private final HoldBook holds;
  private final boolean hasShares;
  private long at;
  private long memory;
  private long energy;
  private long cadence;

  ObservationSeries(HoldBook holds) {
    this(holds, true);
  }

  /**
   * A series.
   *
   * @param hasShares false for the form of before holders were measured by themselves
   */
  ObservationSeries(HoldBook holds, boolean hasShares) {
    this.holds = holds;
    this.hasShares = hasShares;
  }

  void write(Observation observation, CodedOutputStream out) throws IOException {
    Measures measures = observation.measures();
    out.writeSInt64NoTag(observation.atNanos() - at);
    out.writeSInt32NoTag(measures.busy());
    out.writeSInt32NoTag(measures.sm());
    out.writeSInt32NoTag(measures.tensor());
    out.writeSInt32NoTag(measures.dram());
    out.writeSInt64NoTag(measures.memoryUsedBytes() - memory);
    out.writeSInt64NoTag(measures.powerMicrowatts());
    out.writeSInt64NoTag(measures.energyMicrojoulesTotal() - energy);
    out.writeSInt64NoTag(observation.cadenceNanos() - cadence);
    out.writeSInt32NoTag(observation.verdict().number());
    out.writeUInt32NoTag(holds.numberOf(observation.hold(), observation.atNanos()));
    if (observation.hold().size() > 1) {
      writeShares(observation, out);
    }
    at = observation.atNanos();
    memory = measures.memoryUsedBytes();
    energy = measures.energyMicrojoulesTotal();
    cadence = observation.cadenceNanos();
  }

  private static void writeShares(Observation observation, CodedOutputStream out)
      throws IOException {
    boolean any = !observation.shares().isEmpty();
    out.writeBoolNoTag(any);
    if (any) {
      for (Hold.Group group : observation.hold().groups()) {
        for (Holder holder : group.holders()) {
          out.writeSInt32NoTag(observation.shares().of(holder));
        }
      }
    }
  }

  private BusyShares readShares(Hold hold, CodedInputStream in) throws IOException {
    if (!hasShares || hold.size() < 2 || !in.readBool()) {
      return BusyShares.NONE;
    }
    Map<Holder, Integer> ratios = new HashMap<>();
    for (Hold.Group group : hold.groups()) {
      for (Holder holder : group.holders()) {
        int ratio = in.readSInt32();
        if (ratio >= 0) {
          ratios.put(holder, ratio);
        }
      }
    }
    return new BusyShares(ratios);
  }

  Observation read(CodedInputStream in) throws IOException {
    at += in.readSInt64();
    int busy = in.readSInt32();
    int sm = in.readSInt32();
    int tensor = in.readSInt32();
    int dram = in.readSInt32();
    memory += in.readSInt64();
    long power = in.readSInt64();
    energy += in.readSInt64();
    cadence += in.readSInt64();
    Verdict verdict = Verdict.ofNumber((byte) in.readSInt32());
    Hold hold = holds.get(in.readUInt32());
    return new Observation(
        at,
        new Measures(busy, sm, tensor, dram, memory, power, energy),
        cadence,
        verdict,
        hold,
        readShares(hold, in));
  }
}
