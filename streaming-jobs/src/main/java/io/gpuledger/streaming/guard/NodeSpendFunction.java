package io.gpuledger.streaming.guard;

import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.cost.budget.NodeHeard;
import io.gpuledger.cost.budget.NodeSpend;
import io.gpuledger.cost.usage.Validity;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.streaming.control.ControlRecord;
import io.gpuledger.streaming.scrape.NodeRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Node scrapes in, what each adds to each budget out. */
public final class NodeSpendFunction
    extends KeyedBroadcastProcessFunction<String, NodeRecord, ControlRecord, SpendIncrement>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(NodeSpendFunction.class);

  /** The control records, on every subtask. */
  public static final MapStateDescriptor<String, byte[]> CONTROL =
      new MapStateDescriptor<>(
          "control", Types.STRING, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);

  /** What scrapes say of holders. */
  public static final OutputTag<HolderIncrement> HOLDERS =
      new OutputTag<>("holders", TypeInformation.of(HolderIncrement.class));

  private final List<ControlRecord> initialControl;

  private transient GuardBook book;
  private transient MapState<String, DeviceSeen> devices;

  /** {@link NodeHeard}. */
  private transient ValueState<Tuple2<Long, Long>> heard;

  /** Keys of holders that had devices of the node when it was scraped last. */
  private transient MapState<String, Boolean> held;

  /** Ids of the budgets that had devices of the node in scope when it was scraped last. */
  private transient ValueState<List<String>> scopes;

  /** A function that starts with some control records; those of the control topic replace them. */
  @SuppressWarnings("NullAway.Init")
  public NodeSpendFunction(List<ControlRecord> initialControl) {
    this.initialControl = new ArrayList<>(initialControl);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    book = new GuardBook();
    initialControl.forEach(book::apply);
    BroadcastState<String, byte[]> records =
        context.getOperatorStateStore().getBroadcastState(CONTROL);
    for (Map.Entry<String, byte[]> entry : records.entries()) {
      book.apply(new ControlRecord(entry.getKey(), entry.getValue()));
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    // State is written as it changes.
  }

  /** Flink calls {@link #initializeState} before. */
  @Override
  @SuppressWarnings("NullAway.Init")
  public void open(OpenContext context) {
    MapStateDescriptor<String, DeviceSeen> descriptor =
        new MapStateDescriptor<>("devices", Types.STRING, TypeInformation.of(DeviceSeen.class));
    StateTtlConfig kept =
        StateTtlConfig.newBuilder(Duration.ofNanos(Validity.OBSERVED_NANOS).plusHours(1)).build();
    descriptor.enableTimeToLive(kept);
    devices = getRuntimeContext().getMapState(descriptor);
    ValueStateDescriptor<Tuple2<Long, Long>> ofHeard =
        new ValueStateDescriptor<>("heard", Types.TUPLE(Types.LONG, Types.LONG));
    ofHeard.enableTimeToLive(kept);
    heard = getRuntimeContext().getState(ofHeard);
    MapStateDescriptor<String, Boolean> ofHeld =
        new MapStateDescriptor<>("held", Types.STRING, Types.BOOLEAN);
    ofHeld.enableTimeToLive(kept);
    held = getRuntimeContext().getMapState(ofHeld);
    ValueStateDescriptor<List<String>> ofScopes =
        new ValueStateDescriptor<>("scopes", Types.LIST(Types.STRING));
    ofScopes.enableTimeToLive(kept);
    scopes = getRuntimeContext().getState(ofScopes);
  }

  @Override
  public void processElement(
      NodeRecord record, ReadOnlyContext context, Collector<SpendIncrement> out) throws Exception {
    SampleBatch batch;
    try {
      batch = SampleBatch.parseFrom(record.value());
    } catch (InvalidProtocolBufferException unreadable) {
      // The telemetry job has put it into the rejects.
      LOG.debug("{} is not readable", record.place(), unreadable);
      return;
    }
    if (batch.getCluster().isEmpty() || batch.getCadenceNanos() < 0) {
      // Refused by the telemetry job as well.
      return;
    }
    ScrapeSpend scrape = new ScrapeSpend(book, batch);
    for (NodeSpend.Reading reading : scrape.readings()) {
      String key = ScrapeSpend.key(reading);
      Optional<DeviceSeen> device = scrape.take(reading, devices.get(key));
      if (device.isPresent()) {
        devices.put(key, device.get());
      }
    }
    Tuple2<Long, Long> before = heard.value();
    Optional<NodeHeard> now =
        scrape.heard(before == null ? null : new NodeHeard(before.f0, before.f1));
    if (now.isEmpty()) {
      return;
    }
    heard.update(Tuple2.of(now.get().sinceMicros(), now.get().atMicros()));
    scrape.increments(now.get()).forEach(out::collect);
    scopes(scrape, now.get(), out);
    holders(scrape.holders(heldBefore(), now.get()), context);
  }

  /** A budget whose scope the node has left is told so: it would count what it saw last. */
  private void scopes(ScrapeSpend scrape, NodeHeard now, Collector<SpendIncrement> out)
      throws Exception {
    Set<String> in = new TreeSet<>(scrape.scopes());
    List<String> before = scopes.value();
    Set<String> left = new TreeSet<>(before == null ? List.of() : before);
    left.removeAll(in);
    if (!left.isEmpty()) {
      if (isWhole(scrape, now)) {
        scrape.nothingMore(left, now).forEach(out::collect);
      } else {
        in.addAll(left);
      }
    }
    scopes.update(List.copyOf(in));
  }

  /** Whether no other device of the node was heard of lately: it may be in another scrape of it. */
  private boolean isWhole(ScrapeSpend scrape, NodeHeard now) throws Exception {
    Set<String> here = new TreeSet<>();
    scrape.readings().forEach(reading -> here.add(ScrapeSpend.key(reading)));
    for (Map.Entry<String, DeviceSeen> entry : devices.entries()) {
      long atMicros = Math.floorDiv(entry.getValue().atNanos(), 1_000L);
      if (!here.contains(entry.getKey()) && now.isHeard(atMicros)) {
        return false;
      }
    }
    return true;
  }

  private Set<String> heldBefore() throws Exception {
    Set<String> keys = new TreeSet<>();
    held.keys().forEach(keys::add);
    return keys;
  }

  private void holders(List<HolderIncrement> increments, ReadOnlyContext context) throws Exception {
    for (HolderIncrement increment : increments) {
      context.output(HOLDERS, increment);
      if (increment.now().sevenths() == 0) {
        held.remove(increment.key());
      } else {
        held.put(increment.key(), true);
      }
    }
  }

  @Override
  public void processBroadcastElement(
      ControlRecord record, Context context, Collector<SpendIncrement> out) throws Exception {
    if (!book.apply(record)) {
      LOG.warn("control record {} is not readable or is older than the one in force", record.key());
      return;
    }
    if (record.value().length == 0) {
      context.getBroadcastState(CONTROL).remove(record.key());
    } else {
      context.getBroadcastState(CONTROL).put(record.key(), record.value());
    }
    if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
      // Every subtask hears of it; one tells on.
      book.termsOf(record.key()).forEach(out::collect);
    }
  }
}
