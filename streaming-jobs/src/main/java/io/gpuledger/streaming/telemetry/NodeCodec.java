package io.gpuledger.streaming.telemetry;

import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.usage.ConfiguredInventory;
import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.DeviceUsage;
import io.gpuledger.cost.usage.Hold;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.NodeUsage.Progress;
import io.gpuledger.cost.usage.Observation;
import io.gpuledger.cost.usage.Observation.Measures;
import io.gpuledger.cost.usage.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The stored form of a node: a head with everything but observations, and one chunk of observations
 * per minute. Both begin with the number of their form.
 */
final class NodeCodec {
  private static final int FORM = 1;
  private static final Holder.Kind[] KINDS = Holder.Kind.values();

  private final DataOutputSerializer out = new DataOutputSerializer(16 * 1024);

  byte[] head(HotNode node) throws IOException {
    out.clear();
    out.writeByte(FORM);
    progress(node.usage.progress());
    out.writeLong(node.oldestChunk);
    Map<Integer, Hold> holds = node.holds.byNumber();
    // Devices first intern what their last observations hold.
    List<DeviceUsage> devices = List.copyOf(node.usage.devices());
    for (DeviceUsage device : devices) {
      Observation last = last(device);
      node.holds.numberOf(last.hold(), last.atNanos());
    }
    out.writeInt(holds.size());
    for (Map.Entry<Integer, Hold> entry : holds.entrySet()) {
      out.writeInt(entry.getKey());
      out.writeLong(node.holds.lastUsedNanos(entry.getKey()));
      hold(entry.getValue());
    }
    out.writeInt(devices.size());
    for (DeviceUsage device : devices) {
      device(node, device);
    }
    return out.getCopyOfBuffer();
  }

  void readHead(byte[] bytes, HotNode node) throws IOException {
    DataInputDeserializer in = open(bytes);
    node.usage.restore(readProgress(in));
    node.oldestChunk = in.readLong();
    int holds = in.readInt();
    for (int i = 0; i < holds; i++) {
      int number = in.readInt();
      long lastUsed = in.readLong();
      node.holds.put(number, readHold(in), lastUsed);
    }
    int devices = in.readInt();
    for (int i = 0; i < devices; i++) {
      readDevice(in, node);
    }
  }

  /** The observations of a minute; empty where there are none. */
  byte[] chunk(HotNode node, long minuteNanos) throws IOException {
    out.clear();
    out.writeByte(FORM);
    boolean any = false;
    for (DeviceUsage device : node.usage.devices()) {
      int first = device.indexFrom(minuteNanos);
      int end = device.indexFrom(minuteNanos + HotNode.MINUTE_NANOS);
      if (first < end) {
        any = true;
        out.writeInt(node.note(device.id()).number);
        out.writeInt(end - first);
        for (int i = first; i < end; i++) {
          observation(node.holds, device.observation(i));
        }
      }
    }
    return any ? out.getCopyOfBuffer() : new byte[0];
  }

  void readChunk(byte[] bytes, HotNode node) throws IOException {
    DataInputDeserializer in = open(bytes);
    while (in.available() > 0) {
      int number = in.readInt();
      int count = in.readInt();
      DeviceUsage device = node.numbered(number);
      for (int i = 0; i < count; i++) {
        Observation observation = readObservation(in, node.holds);
        if (device != null) {
          node.usage.restore(device, observation);
        }
      }
    }
  }

  private static DataInputDeserializer open(byte[] bytes) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(bytes);
    int form = in.readByte();
    if (form != FORM) {
      throw new IOException("stored node is of form " + form + ", this version reads " + FORM);
    }
    return in;
  }

  private void progress(Progress progress) throws IOException {
    out.writeLong(progress.latestNanos());
    out.writeLong(progress.closedThroughNanos());
    out.writeLong(progress.expiredThroughNanos());
    out.writeLong(progress.configuredFromNanos());
    out.writeInt(progress.configured().size());
    for (ConfiguredInventory entry : progress.configured()) {
      out.writeUTF(entry.providerResourceId());
      out.writeUTF(entry.deviceModel());
      out.writeInt(entry.deviceCount());
      out.writeLong(entry.fromNanos());
      out.writeLong(entry.toNanos());
    }
  }

  private static Progress readProgress(DataInputDeserializer in) throws IOException {
    long latest = in.readLong();
    long closed = in.readLong();
    long expired = in.readLong();
    long configuredFrom = in.readLong();
    int count = in.readInt();
    List<ConfiguredInventory> configured = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      configured.add(
          new ConfiguredInventory(
              in.readUTF(), in.readUTF(), in.readInt(), in.readLong(), in.readLong()));
    }
    return new Progress(latest, closed, expired, configuredFrom, configured);
  }

  private void hold(Hold hold) throws IOException {
    out.writeInt(hold.groups().size());
    for (Hold.Group group : hold.groups()) {
      out.writeUTF(group.team());
      out.writeInt(group.holders().size());
      for (Holder holder : group.holders()) {
        out.writeByte(number(holder.kind()));
        out.writeUTF(holder.namespace());
        out.writeUTF(holder.workload());
        out.writeUTF(holder.container());
        out.writeUTF(holder.user());
      }
    }
  }

  private static Hold readHold(DataInputDeserializer in) throws IOException {
    int groups = in.readInt();
    List<Hold.Group> read = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      String team = in.readUTF();
      int holders = in.readInt();
      List<Holder> members = new ArrayList<>();
      for (int j = 0; j < holders; j++) {
        members.add(
            new Holder(
                KINDS[in.readByte()], in.readUTF(), in.readUTF(), in.readUTF(), in.readUTF()));
      }
      read.add(new Hold.Group(team, members));
    }
    return new Hold(read);
  }

  private static int number(Holder.Kind kind) {
    return switch (kind) {
      case KUBERNETES_POD -> 0;
      case SLURM_JOB -> 1;
      case ENDPOINT -> 2;
      case UNKNOWN -> 3;
    };
  }

  private static Observation last(DeviceUsage device) {
    return device.observation(device.observationCount() - 1);
  }

  private void device(HotNode node, DeviceUsage device) throws IOException {
    DeviceId id = device.id();
    DeviceNote note = node.note(id);
    out.writeInt(note.number);
    out.writeUTF(id.uuid());
    out.writeUTF(id.gpuInstance());
    out.writeUTF(id.computeInstance());
    out.writeUTF(device.facts().index());
    out.writeUTF(device.facts().model());
    out.writeUTF(device.facts().migProfile());
    out.writeLong(device.firstAtNanos());
    out.writeLong(device.lastAtNanos());
    out.writeLong(note.reportedFrom);
    out.writeLong(note.reportedLast);
    out.writeLong(note.memoryTotalBytes);
    out.writeLong(note.version);
    observation(node.holds, last(device));
  }

  private static void readDevice(DataInputDeserializer in, HotNode node) throws IOException {
    DeviceNote note = new DeviceNote(in.readInt());
    DeviceId id = new DeviceId(node.cluster, in.readUTF(), in.readUTF(), in.readUTF());
    DeviceFacts facts = new DeviceFacts(node.node, in.readUTF(), in.readUTF(), in.readUTF());
    DeviceUsage device = node.usage.restore(id, facts, in.readLong(), in.readLong());
    note.reportedFrom = in.readLong();
    note.reportedLast = in.readLong();
    note.memoryTotalBytes = in.readLong();
    note.version = in.readLong();
    node.restore(device, note);
    node.usage.restore(device, readObservation(in, node.holds));
  }

  private void observation(HoldBook holds, Observation observation) throws IOException {
    Measures measures = observation.measures();
    out.writeLong(observation.atNanos());
    out.writeInt(measures.busy());
    out.writeInt(measures.sm());
    out.writeInt(measures.tensor());
    out.writeInt(measures.dram());
    out.writeLong(measures.memoryUsedBytes());
    out.writeLong(measures.powerMicrowatts());
    out.writeLong(measures.energyMicrojoulesTotal());
    out.writeLong(observation.cadenceNanos());
    out.writeByte(observation.verdict().number());
    out.writeInt(holds.numberOf(observation.hold(), observation.atNanos()));
  }

  private static Observation readObservation(DataInputDeserializer in, HoldBook holds)
      throws IOException {
    long at = in.readLong();
    Measures measures =
        new Measures(
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readInt(),
            in.readLong(),
            in.readLong(),
            in.readLong());
    long cadence = in.readLong();
    Verdict verdict = Verdict.ofNumber(in.readByte());
    return new Observation(at, measures, cadence, verdict, holds.get(in.readInt()));
  }
}
