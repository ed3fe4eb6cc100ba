package io.gpuledger.streaming.telemetry;

import io.gpuledger.streaming.sink.RowBinaryWriter;
import io.gpuledger.streaming.sink.RowEncoder;
import io.gpuledger.streaming.sink.RowSink;
import io.gpuledger.streaming.sink.TableLayout;

/** Table {@code gpu_usage}. */
public final class UsageTable implements RowEncoder<UsageRow> {
  private static final long serialVersionUID = 1L;

  @Override
  public TableLayout layout() {
    return TableLayout.of(
        "gpu_usage",
        "cluster LowCardinality(String)",
        "node LowCardinality(String)",
        "device_uuid LowCardinality(String)",
        "gpu_instance LowCardinality(String)",
        "compute_instance LowCardinality(String)",
        "device_model LowCardinality(String)",
        "minute DateTime('UTC')",
        "state LowCardinality(String)",
        "state_reason LowCardinality(String)",
        "holder_keys Array(String)",
        "holder_weights Array(UInt32)",
        "team LowCardinality(String)",
        "state_nanos Int64",
        "held_nanos Int64",
        "effective_nanos Int64",
        "busy_nanos Int64",
        "busy_observed_nanos Int64",
        "sm_nanos Int64",
        "sm_observed_nanos Int64",
        "tensor_nanos Int64",
        "tensor_observed_nanos Int64",
        "dram_nanos Int64",
        "dram_observed_nanos Int64",
        "energy_microjoules Int64",
        "energy_observed_nanos Int64",
        "memory_byte_seconds Int64",
        "memory_observed_nanos Int64");
  }

  @Override
  public void encode(UsageRow usage, RowSink rows) {
    RowBinaryWriter out =
        rows.startRow(TableLayout.monthOfEpochSecond(usage.minute()))
            .string(usage.cluster())
            .string(usage.node())
            .string(usage.deviceUuid())
            .string(usage.gpuInstance())
            .string(usage.computeInstance())
            .string(usage.deviceModel())
            .dateTime(usage.minute())
            .string(usage.state())
            .string(usage.stateReason())
            .size(usage.holderKeys().length);
    for (String key : usage.holderKeys()) {
      out.string(key);
    }
    out.size(usage.holderKeys().length);
    for (int i = 0; i < usage.holderKeys().length; i++) {
      out.uint32(usage.holderWeights()[i]);
    }
    out.string(usage.team());
    for (long measure : usage.measures()) {
      out.int64(measure);
    }
    rows.endRow();
  }
}
