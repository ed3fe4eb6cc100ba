package io.gpuledger.streaming.guard;

import com.google.protobuf.InvalidProtocolBufferException;
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
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
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
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(Duration.ofNanos(Validity.OBSERVED_NANOS).plusHours(1)).build());
    devices = getRuntimeContext().getMapState(descriptor);
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
      Optional<DeviceSeen> now = scrape.take(reading, devices.get(key));
      if (now.isPresent()) {
        devices.put(key, now.get());
      }
    }
    scrape.increments().forEach(out::collect);
    scrape.holders().forEach(holder -> context.output(HOLDERS, holder));
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
