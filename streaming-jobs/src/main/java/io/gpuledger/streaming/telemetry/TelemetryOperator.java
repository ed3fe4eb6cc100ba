package io.gpuledger.streaming.telemetry;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.cost.usage.ConfiguredInventory;
import io.gpuledger.cost.usage.NodeUsage;
import io.gpuledger.ingest.wire.InventoryEntry;
import io.gpuledger.ingest.wire.Topics;
import io.gpuledger.streaming.control.ControlBook;
import io.gpuledger.streaming.control.ControlRecord;
import io.gpuledger.streaming.reject.RejectRow;
import io.gpuledger.streaming.scrape.NodeRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Node records and control records in, rows of all telemetry tables out; rows of {@code
 * gpu_samples} on the main output.
 *
 * <p>It is an operator of its own and not a keyed function, because it keeps hot nodes on the heap
 * and writes them to keyed state in front of each snapshot, instead of one state access a sample.
 *
 * <p>A minute closes when the node's samples have passed it by {@link #GRACE_NANOS}. The clock of a
 * node that falls silent goes on from its last sample at the speed of the wall clock, so that its
 * gap is written while it lasts. Where inventory is configured it catches up with the wall clock,
 * {@link #CATCH_UP_NANOS} a tick, because such devices are unobserved until now; samples that come
 * after all correct that.
 */
public final class TelemetryOperator extends AbstractStreamOperator<EncodedRows>
    implements TwoInputStreamOperator<NodeRecord, ControlRecord, EncodedRows> {
  private static final long serialVersionUID = 1L;

  public static final OutputTag<UsageRow> USAGE =
      new OutputTag<>("usage", TypeInformation.of(UsageRow.class));
  public static final OutputTag<HolderRow> HOLDERS =
      new OutputTag<>("holders", TypeInformation.of(HolderRow.class));
  public static final OutputTag<InventoryRow> INVENTORY =
      new OutputTag<>("inventory", TypeInformation.of(InventoryRow.class));
  public static final OutputTag<EncodedRows> LATE =
      new OutputTag<>("late", TypeInformation.of(EncodedRows.class));
  public static final OutputTag<RejectRow> REJECTS =
      new OutputTag<>("rejects", TypeInformation.of(RejectRow.class));

  /** How far samples must have passed a minute before it closes. */
  static final long GRACE_NANOS = 10_000_000_000L;

  /** A node without a record for so long is silent. */
  static final long SILENCE_MILLIS = 90_000;

  static final long TICK_MILLIS = 5_000;

  /** The most time that one tick closes for a silent node. */
  static final long CATCH_UP_NANOS = 3_600_000_000_000L;

  /** Nodes on the heap of a subtask after a checkpoint. */
  static final int HOT_NODES = 10_000;

  private static final long MILLI_NANOS = 1_000_000L;

  private final List<ControlRecord> initialControl;

  private transient ControlBook control;
  private transient BroadcastState<String, byte[]> controlRecords;
  private transient NodeStore store;
  private transient ScrapeReader scrapes;
  private transient Map<String, Arrival> arrivals;
  private transient ScheduledFuture<?> nextTick;

  /** When a node was last heard of, and what its clock showed then. */
  private static final class Arrival {
    long millis;
    long clockNanos = NodeUsage.NEVER;
    long closedThroughNanos = NodeUsage.NEVER;
    boolean configured;

    Arrival(long millis) {
      this.millis = millis;
    }

    void learn(NodeUsage.Progress progress) {
      closedThroughNanos = progress.closedThroughNanos();
      configured = !progress.configured().isEmpty();
    }

    /** What the clock shows after some time without a record. */
    long clockAfter(long silentMillis) {
      long going = clockNanos + silentMillis * MILLI_NANOS;
      if (!configured) {
        return going;
      }
      long wall = (millis + silentMillis) * MILLI_NANOS;
      return Math.max(going, Math.min(wall, closedThroughNanos + CATCH_UP_NANOS));
    }
  }

  /**
   * An operator that starts with some control records, so that a first run does not depend on which
   * topic is read first. Records of the control topic replace them.
   */
  @SuppressWarnings("NullAway.Init")
  public TelemetryOperator(List<ControlRecord> initialControl) {
    this.initialControl = new ArrayList<>(initialControl);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    control = new ControlBook();
    controlRecords =
        getOperatorStateBackend()
            .getBroadcastState(
                new MapStateDescriptor<>(
                    "control",
                    Types.STRING,
                    PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    for (ControlRecord record : initialControl) {
      control.apply(record);
    }
    for (Map.Entry<String, byte[]> entry : controlRecords.entries()) {
      control.apply(new ControlRecord(entry.getKey(), entry.getValue()));
    }
    store =
        new NodeStore(
            bytesOfNode(context, "head"),
            bytesOfNode(context, "position"),
            context
                .getKeyedStateStore()
                .getMapState(
                    new MapStateDescriptor<>(
                        "chunks",
                        Types.LONG,
                        PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO)),
            this::setCurrentKey,
            HOT_NODES);
    scrapes = new ScrapeReader(control, new Outputs());
    arrivals = new HashMap<>();
  }

  private static ValueState<byte[]> bytesOfNode(StateInitializationContext context, String name) {
    return context
        .getKeyedStateStore()
        .getState(
            new ValueStateDescriptor<>(
                name, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
  }

  @Override
  public void open() throws Exception {
    super.open();
    long now = getProcessingTimeService().getCurrentProcessingTime();
    try (Stream<Object> keys = getKeyedStateBackend().getKeys("head", VoidNamespace.INSTANCE)) {
      keys.forEach(key -> arrivals.put((String) key, new Arrival(now)));
    }
    tickAfter(now);
  }

  private void tickAfter(long now) {
    nextTick = getProcessingTimeService().registerTimer(now + TICK_MILLIS, this::tick);
  }

  @Override
  public void processElement1(StreamRecord<NodeRecord> element) throws Exception {
    NodeRecord record = element.getValue();
    if (record.nodeKey().indexOf('/') < 1) {
      reject(record, "", 0, "its key names no cluster and node");
      return;
    }
    if (record.inventory()) {
      inventory(record);
    } else {
      samples(record);
    }
    if (store.isFull()) {
      store.storeAll();
    }
  }

  private void samples(NodeRecord record) throws Exception {
    BatchReader batch;
    try {
      batch = scrapes.open(record.value());
    } catch (IllegalArgumentException | IndexOutOfBoundsException unreadable) {
      reject(record, "", 0, String.valueOf(unreadable.getMessage()));
      return;
    }
    if (!record.nodeKey().equals(Topics.nodeKey(batch.cluster, batch.node))) {
      reject(record, batch.source, 0, "its key is not that of node " + batch.node);
      return;
    }
    HotNode node = store.get(record.nodeKey());
    String source = batch.source;
    scrapes.take(
        node,
        from -> store.load(node, from),
        (index, reason) -> reject(record, source, index + 1L, "sample " + index + ": " + reason));
    close(record.nodeKey(), node, node.usage.latestNanos());
    arrived(record.nodeKey(), node, node.usage.latestNanos());
    if (node.changedMinutes().size() > NodeStore.CHANGED_MINUTES_LIMIT) {
      store.store(record.nodeKey(), node);
    }
  }

  private void arrived(String key, HotNode node, long clockNanos) {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    Arrival arrival = arrivals.computeIfAbsent(key, any -> new Arrival(now));
    arrival.millis = now;
    arrival.clockNanos = clockNanos;
    arrival.learn(node.usage.progress());
  }

  private void close(String key, HotNode node, long clockNanos) {
    if (clockNanos == NodeUsage.NEVER) {
      return;
    }
    long closed = node.usage.progress().closedThroughNanos();
    if (clockNanos - GRACE_NANOS < closed + HotNode.MINUTE_NANOS) {
      return;
    }
    int devices = node.usage.devices().size();
    node.usage.closeThrough(clockNanos - GRACE_NANOS, scrapes.usageRows().of(node));
    node.changed = true;
    if (node.usage.devices().size() < devices) {
      node.dropGone();
      if (node.usage.isEmpty()) {
        arrivals.remove(key);
      }
    }
  }

  private void inventory(NodeRecord record) throws Exception {
    InventoryEntry entry;
    ConfiguredInventory configured;
    try {
      entry = InventoryEntry.parseFrom(record.value());
      configured =
          new ConfiguredInventory(
              entry.getProviderResourceId(),
              entry.getDeviceModel(),
              entry.getDeviceCount(),
              Math.multiplyExact(entry.getFromMicros(), 1_000L),
              entry.getToMicros() == 0
                  ? Long.MAX_VALUE
                  : Math.multiplyExact(entry.getToMicros(), 1_000L));
    } catch (InvalidProtocolBufferException
        | IllegalArgumentException
        | ArithmeticException unreadable) {
      reject(record, "", 0, String.valueOf(unreadable.getMessage()));
      return;
    }
    HotNode node = store.get(record.nodeKey());
    List<ConfiguredInventory> entries = new ArrayList<>(node.usage.progress().configured());
    entries.removeIf(
        known ->
            known.providerResourceId().equals(configured.providerResourceId())
                && known.deviceModel().equals(configured.deviceModel())
                && known.fromNanos() == configured.fromNanos());
    // A count of none takes the entry back, from the minutes on that are not closed yet.
    if (configured.deviceCount() > 0) {
      entries.add(configured);
    }
    long now = getProcessingTimeService().getCurrentProcessingTime() * MILLI_NANOS;
    node.usage.configure(entries, now);
    node.changed = true;
    long latest = node.usage.latestNanos();
    if (node.usage.isEmpty()) {
      arrivals.remove(record.nodeKey());
    } else {
      arrived(record.nodeKey(), node, latest == NodeUsage.NEVER ? now : latest);
    }
    output.collect(INVENTORY, new StreamRecord<>(row(node, entry)));
  }

  private static InventoryRow row(HotNode node, InventoryEntry entry) {
    return new InventoryRow(
        node.cluster,
        node.node,
        "",
        "",
        "",
        entry.getDeviceModel(),
        "",
        -1,
        entry.getProviderResourceId(),
        entry.getDeviceCount(),
        true,
        entry.getFromMicros(),
        entry.getToMicros() == 0 ? -1 : entry.getToMicros(),
        -1,
        entry.getVersion());
  }

  @Override
  public void processElement2(StreamRecord<ControlRecord> element) throws Exception {
    ControlRecord record = element.getValue();
    if (!control.apply(record)) {
      LOG.warn("control record {} is not readable or is older than the one in force", record.key());
    } else if (record.value().length == 0) {
      controlRecords.remove(record.key());
    } else {
      controlRecords.put(record.key(), record.value());
    }
  }

  /** Lets the clocks of silent nodes go on. */
  private void tick(long timestamp) throws Exception {
    long now = getProcessingTimeService().getCurrentProcessingTime();
    for (Map.Entry<String, Arrival> entry : List.copyOf(arrivals.entrySet())) {
      Arrival arrival = entry.getValue();
      long silent = now - arrival.millis;
      if (silent < SILENCE_MILLIS) {
        continue;
      }
      if (arrival.clockNanos == NodeUsage.NEVER) {
        setCurrentKey(entry.getKey());
        wake(entry.getKey(), arrival);
      }
      long clock = arrival.clockAfter(silent);
      if (clock - GRACE_NANOS >= arrival.closedThroughNanos + HotNode.MINUTE_NANOS) {
        setCurrentKey(entry.getKey());
        HotNode node = store.get(entry.getKey());
        close(entry.getKey(), node, clock);
        arrival.learn(node.usage.progress());
      }
    }
    if (store.isFull()) {
      store.storeAll();
    }
    tickAfter(now);
  }

  /** Learns from state what the clock of a node showed that was not heard of since the restore. */
  private void wake(String key, Arrival arrival) throws Exception {
    NodeUsage.Progress progress = store.get(key).usage.progress();
    arrival.clockNanos = Math.max(progress.latestNanos(), progress.closedThroughNanos());
    arrival.learn(progress);
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    store.storeAll();
    super.snapshotState(context);
  }

  @Override
  public void close() throws Exception {
    if (nextTick != null) {
      nextTick.cancel(false);
    }
    super.close();
  }

  /**
   * Refuses a record or one sample of it. Nothing of the row's identity depends on when it is read,
   * so that a replay refuses the same.
   *
   * @param sample its place in the record, from 1 on; 0 for the whole record
   */
  private void reject(NodeRecord record, String source, long sample, String reason) {
    output.collect(
        REJECTS,
        new StreamRecord<>(
            new RejectRow(
                source,
                "",
                "",
                0,
                record.place(),
                sample,
                0,
                "",
                "INPUT_UNREADABLE",
                record.place() + ": " + reason,
                "",
                record.storedAtMillis() * 1_000L)));
  }

  /** Sends rows to the outputs of their tables. */
  private final class Outputs implements TelemetryOutput {
    @Override
    public void samples(EncodedRows rows) {
      output.collect(new StreamRecord<>(rows));
    }

    @Override
    public void lateSamples(EncodedRows rows) {
      output.collect(LATE, new StreamRecord<>(rows));
    }

    @Override
    public void usage(UsageRow row) {
      output.collect(USAGE, new StreamRecord<>(row));
    }

    @Override
    public void holder(HolderRow row) {
      output.collect(HOLDERS, new StreamRecord<>(row));
    }

    @Override
    public void inventory(InventoryRow row) {
      output.collect(INVENTORY, new StreamRecord<>(row));
    }
  }
}
