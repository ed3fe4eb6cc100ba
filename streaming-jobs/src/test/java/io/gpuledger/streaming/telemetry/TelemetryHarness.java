package io.gpuledger.streaming.telemetry;

import io.gpuledger.cost.usage.Fact.Measure;
import io.gpuledger.ingest.wire.SampleBatch;
import io.gpuledger.streaming.control.ControlRecord;
import io.gpuledger.streaming.reject.RejectRow;
import io.gpuledger.streaming.scrape.NodeRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** The operator in Flink's harness, with the sum of the usage that came out. */
public final class TelemetryHarness implements AutoCloseable {
  private final KeyedTwoInputStreamOperatorTestHarness<
          String, NodeRecord, ControlRecord, EncodedRows>
      harness;
  private final StateBackend backend;
  private final Map<String, long[]> usage;

  public TelemetryHarness(StateBackend backend) throws Exception {
    this(backend, new TreeMap<>());
  }

  private TelemetryHarness(StateBackend backend, Map<String, long[]> usage) throws Exception {
    this.backend = backend;
    this.usage = usage;
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new TelemetryOperator(List.of()), NodeRecord::nodeKey, record -> "", Types.STRING);
    harness.setStateBackend(backend);
    harness.setup();
    harness.setProcessingTime(1_000);
  }

  public void open() throws Exception {
    harness.open();
  }

  /** The operator after a failure: state as it was, what came out until then kept. */
  TelemetryHarness restored(OperatorSubtaskState state) throws Exception {
    collect();
    TelemetryHarness next = new TelemetryHarness(backend, usage);
    next.harness.initializeState(state);
    next.harness.open();
    return next;
  }

  OperatorSubtaskState snapshot() throws Exception {
    return harness.snapshot(1, 1);
  }

  public void scrape(SampleBatch batch) throws Exception {
    harness.processElement1(new StreamRecord<>(TestScrape.record(batch)));
  }

  void record(NodeRecord record) throws Exception {
    harness.processElement1(new StreamRecord<>(record));
  }

  public void control(ControlRecord record) throws Exception {
    harness.processElement2(new StreamRecord<>(record));
  }

  void processingTime(long millis) throws Exception {
    harness.setProcessingTime(millis);
  }

  /** Entries of keyed state; only the heap backend counts them. */
  int stateEntries() {
    return harness.numKeyedStateEntries();
  }

  /** Number of rows of samples so far. */
  int sampleRows() {
    return harness.extractOutputValues().stream().mapToInt(rows -> rows.ends().length).sum();
  }

  int lateRows() {
    return side(TelemetryOperator.LATE).stream().mapToInt(rows -> rows.ends().length).sum();
  }

  List<HolderRow> holders() {
    return side(TelemetryOperator.HOLDERS);
  }

  List<InventoryRow> inventory() {
    return side(TelemetryOperator.INVENTORY);
  }

  /** The rows of usage since sums were last asked for. */
  public List<UsageRow> usageRows() {
    return side(TelemetryOperator.USAGE);
  }

  List<RejectRow> rejects() {
    return side(TelemetryOperator.REJECTS);
  }

  private <T> List<T> side(OutputTag<T> tag) {
    Queue<StreamRecord<T>> output = harness.getSideOutput(tag);
    List<T> values = new ArrayList<>();
    if (output != null) {
      output.forEach(record -> values.add(record.getValue()));
    }
    return values;
  }

  private void collect() {
    Queue<StreamRecord<UsageRow>> output = harness.getSideOutput(TelemetryOperator.USAGE);
    if (output == null) {
      return;
    }
    for (StreamRecord<UsageRow> record : output) {
      UsageRow row = record.getValue();
      String key =
          String.join(
              "|",
              row.deviceUuid(),
              Long.toString(row.minute()),
              row.state(),
              row.stateReason(),
              row.team(),
              Arrays.toString(row.holderKeys()),
              Arrays.toString(row.holderWeights()));
      long[] sum = usage.computeIfAbsent(key, any -> new long[row.measures().length]);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += row.measures()[i];
      }
    }
    output.clear();
  }

  /** Sums of usage by key, those that are not all zero. */
  Map<String, String> usage() {
    collect();
    Map<String, String> result = new TreeMap<>();
    usage.forEach(
        (key, sum) -> {
          if (Arrays.stream(sum).anyMatch(value -> value != 0)) {
            result.put(key, Arrays.toString(sum));
          }
        });
    return result;
  }

  /** State nanoseconds of all keys that contain a text. */
  long stateNanos(String part) {
    collect();
    return usage.entrySet().stream()
        .filter(entry -> entry.getKey().contains(part))
        .mapToLong(entry -> entry.getValue()[0])
        .sum();
  }

  /** The sum of a measure of a device, in one state or, where that is empty, in all. */
  long sum(String deviceUuid, String state, Measure measure) {
    collect();
    int index = List.of(Measure.values()).indexOf(measure);
    return usage.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(deviceUuid + "|"))
        .filter(entry -> state.isEmpty() || entry.getKey().contains("|" + state + "|"))
        .mapToLong(entry -> entry.getValue()[index])
        .sum();
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
