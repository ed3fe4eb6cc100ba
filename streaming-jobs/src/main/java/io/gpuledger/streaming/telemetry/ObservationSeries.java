package io.gpuledger.streaming.telemetry;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.gpuledger.cost.usage.Observation;
import io.gpuledger.cost.usage.Observation.Measures;
import io.gpuledger.cost.usage.Verdict;
import java.io.IOException;

/**
 * The stored form of consecutive observations of one device: numbers of variable length, and
 * instants, memory, energy and cadence as differences to the observation before. One of it writes
 * or reads one series.
 */
final class ObservationSeries {
  private final HoldBook holds;
  private long at;
  private long memory;
  private long energy;
  private long cadence;

  ObservationSeries(HoldBook holds) {
    this.holds = holds;
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
    at = observation.atNanos();
    memory = measures.memoryUsedBytes();
    energy = measures.energyMicrojoulesTotal();
    cadence = observation.cadenceNanos();
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
    return new Observation(
        at,
        new Measures(busy, sm, tensor, dram, memory, power, energy),
        cadence,
        verdict,
        holds.get(in.readUInt32()));
  }
}
