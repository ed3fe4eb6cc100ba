package io.gpuledger.streaming.telemetry;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.gpuledger.cost.device.DeviceId;
import io.gpuledger.cost.usage.ConfiguredInventory;
import io.gpuledger.cost.usage.DeviceFacts;
import io.gpuledger.cost.usage.DeviceUsage;
import io.gpuledger.cost.usage.Hold;
import io.gpuledger.cost.usage.Holder;
import io.gpuledger.cost.usage.NodeUsage.Progress;
import io.gpuledger.cost.usage.Observation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stored form of a node, in three kinds of parts, each beginning with the number of its form:
 *
 * <ul>
 *   <li>the head, which says what the node is: its configured inventory, devices and holds. It
 *       seldom changes and has all the text;
 *   <li>the position, which says how far it has come and changes with each sample: progress and the
 *       last observation of each device;
 *   <li>one chunk of observations per minute.
 * </ul>
 */
final class NodeCodec {
  private static final int FORM = 3;

  /** The form of before holders were measured by themselves. */
  private static final int FORM_WITHOUT_SHARES = 2;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(16 * 1024);
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

  byte[] head(HotNode node) throws IOException {
    begin();
    List<ConfiguredInventory> configured = node.usage.progress().configured();
    out.writeUInt32NoTag(configured.size());
    for (ConfiguredInventory entry : configured) {
      out.writeStringNoTag(entry.providerResourceId());
      out.writeStringNoTag(entry.deviceModel());
      out.writeUInt32NoTag(entry.deviceCount());
      out.writeSInt64NoTag(entry.fromNanos());
      out.writeSInt64NoTag(entry.toNanos());
    }
    out.writeUInt32NoTag(node.holds.all().size());
    for (HoldBook.Numbered numbered : node.holds.all()) {
      out.writeUInt32NoTag(numbered.number());
      hold(numbered.hold());
    }
    out.writeUInt32NoTag(node.usage.devices().size());
    for (DeviceUsage device : node.usage.devices()) {
      DeviceId id = device.id();
      out.writeUInt32NoTag(node.note(id).number);
      out.writeStringNoTag(id.uuid());
      out.writeStringNoTag(id.gpuInstance());
      out.writeStringNoTag(id.computeInstance());
      out.writeStringNoTag(device.facts().index());
      out.writeStringNoTag(device.facts().model());
      out.writeStringNoTag(device.facts().migProfile());
    }
    return written();
  }

  /** Devices intern the holds of their last observations here, so it goes before the head. */
  byte[] position(HotNode node) throws IOException {
    begin();
    Progress progress = node.usage.progress();
    out.writeSInt64NoTag(progress.latestNanos());
    out.writeSInt64NoTag(progress.closedThroughNanos());
    out.writeSInt64NoTag(progress.expiredThroughNanos());
    out.writeSInt64NoTag(progress.configuredFromNanos());
    out.writeSInt64NoTag(node.oldestChunk);
    out.writeUInt32NoTag(node.usage.devices().size());
    for (DeviceUsage device : node.usage.devices()) {
      DeviceNote note = node.note(device.id());
      out.writeUInt32NoTag(note.number);
      out.writeSInt64NoTag(device.firstAtNanos());
      out.writeSInt64NoTag(device.lastAtNanos());
      out.writeSInt64NoTag(note.reportedFrom);
      out.writeSInt64NoTag(note.reportedLast);
      out.writeSInt64NoTag(note.memoryTotalBytes);
      out.writeSInt64NoTag(note.version);
      new ObservationSeries(node.holds)
          .write(device.observation(device.observationCount() - 1), out);
    }
    out.writeUInt32NoTag(node.holds.all().size());
    for (HoldBook.Numbered numbered : node.holds.all()) {
      out.writeUInt32NoTag(numbered.number());
      out.writeSInt64NoTag(numbered.lastUsedNanos());
    }
    return written();
  }

  void read(byte[] head, byte[] position, HotNode node) throws IOException {
    CodedInputStream what = CodedInputStream.newInstance(head);
    form(what);
    CodedInputStream where = CodedInputStream.newInstance(position);
    int form = form(where);
    long latest = where.readSInt64();
    long closed = where.readSInt64();
    long expired = where.readSInt64();
    long configuredFrom = where.readSInt64();
    node.oldestChunk = where.readSInt64();
    node.usage.restore(new Progress(latest, closed, expired, configuredFrom, readConfigured(what)));
    int holds = what.readUInt32();
    for (int i = 0; i < holds; i++) {
      node.holds.restore(what.readUInt32(), readHold(what));
    }
    Map<Integer, Named> devices = readDevices(what, node);
    int positions = where.readUInt32();
    for (int i = 0; i < positions; i++) {
      int number = where.readUInt32();
      Named named = devices.get(number);
      if (named == null) {
        throw new IOException("stored node has a position of device " + number + " only");
      }
      readPosition(where, form, number, named, node);
    }
    int used = where.readUInt32();
    for (int i = 0; i < used; i++) {
      node.holds.used(where.readUInt32(), where.readSInt64());
    }
  }

  /** The observations of a minute; empty where there are none. */
  byte[] chunk(HotNode node, long minuteNanos) throws IOException {
    begin();
    boolean any = false;
    for (DeviceUsage device : node.usage.devices()) {
      int first = device.indexFrom(minuteNanos);
      int end = device.indexFrom(minuteNanos + HotNode.MINUTE_NANOS);
      if (first < end) {
        any = true;
        out.writeUInt32NoTag(node.note(device.id()).number);
        out.writeUInt32NoTag(end - first);
        ObservationSeries series = new ObservationSeries(node.holds);
        for (int i = first; i < end; i++) {
          series.write(device.observation(i), out);
        }
      }
    }
    byte[] chunk = written();
    return any ? chunk : new byte[0];
  }

  void readChunk(byte[] chunk, HotNode node) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(chunk);
    int form = form(in);
    while (!in.isAtEnd()) {
      DeviceUsage device = node.numbered(in.readUInt32());
      int count = in.readUInt32();
      ObservationSeries series = series(node, form);
      for (int i = 0; i < count; i++) {
        Observation observation = series.read(in);
        if (device != null) {
          node.usage.restore(device, observation);
        }
      }
    }
  }

  private void begin() throws IOException {
    bytes.reset();
    out.writeRawByte((byte) FORM);
  }

  private byte[] written() throws IOException {
    out.flush();
    return bytes.toByteArray();
  }

  private static int form(CodedInputStream in) throws IOException {
    int form = in.readRawByte();
    if (form != FORM && form != FORM_WITHOUT_SHARES) {
      throw new IOException(
          "stored node is of form "
              + form
              + ", this version reads "
              + FORM_WITHOUT_SHARES
              + " and "
              + FORM);
    }
    return form;
  }

  private static ObservationSeries series(HotNode node, int form) {
    return new ObservationSeries(node.holds, form != FORM_WITHOUT_SHARES);
  }

  private static List<ConfiguredInventory> readConfigured(CodedInputStream in) throws IOException {
    int count = in.readUInt32();
    List<ConfiguredInventory> configured = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      configured.add(
          new ConfiguredInventory(
              in.readString(), in.readString(), in.readUInt32(), in.readSInt64(), in.readSInt64()));
    }
    return configured;
  }

  /** What a device is. */
  private record Named(DeviceId id, DeviceFacts facts) {}

  private static Map<Integer, Named> readDevices(CodedInputStream in, HotNode node)
      throws IOException {
    int count = in.readUInt32();
    Map<Integer, Named> devices = new HashMap<>();
    for (int i = 0; i < count; i++) {
      int number = in.readUInt32();
      DeviceId id = new DeviceId(node.cluster, in.readString(), in.readString(), in.readString());
      DeviceFacts facts =
          new DeviceFacts(node.node, in.readString(), in.readString(), in.readString());
      devices.put(number, new Named(id, facts));
    }
    return devices;
  }

  private static void readPosition(
      CodedInputStream in, int form, int number, Named named, HotNode node) throws IOException {
    DeviceNote note = new DeviceNote(number);
    DeviceUsage device =
        node.usage.restore(named.id(), named.facts(), in.readSInt64(), in.readSInt64());
    note.reportedFrom = in.readSInt64();
    note.reportedLast = in.readSInt64();
    note.memoryTotalBytes = in.readSInt64();
    note.version = in.readSInt64();
    node.restore(device, note);
    node.usage.restore(device, series(node, form).read(in));
  }

  private void hold(Hold hold) throws IOException {
    out.writeUInt32NoTag(hold.groups().size());
    for (Hold.Group group : hold.groups()) {
      out.writeStringNoTag(group.team());
      out.writeUInt32NoTag(group.holders().size());
      for (Holder holder : group.holders()) {
        out.writeUInt32NoTag(holder.kind().number());
        out.writeStringNoTag(holder.namespace());
        out.writeStringNoTag(holder.workload());
        out.writeStringNoTag(holder.container());
        out.writeStringNoTag(holder.user());
      }
    }
  }

  private static Hold readHold(CodedInputStream in) throws IOException {
    int groups = in.readUInt32();
    List<Hold.Group> read = new ArrayList<>();
    for (int i = 0; i < groups; i++) {
      String team = in.readString();
      int holders = in.readUInt32();
      List<Holder> members = new ArrayList<>();
      for (int j = 0; j < holders; j++) {
        members.add(
            new Holder(
                Holder.Kind.ofNumber(in.readUInt32()),
                in.readString(),
                in.readString(),
                in.readString(),
                in.readString()));
      }
      read.add(new Hold.Group(team, members));
    }
    return new Hold(read);
  }
}
