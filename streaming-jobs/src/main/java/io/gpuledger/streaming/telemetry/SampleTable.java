package io.gpuledger.streaming.telemetry;

import io.gpuledger.streaming.sink.RowEncoder;
import io.gpuledger.streaming.sink.RowSink;
import io.gpuledger.streaming.sink.TableLayout;

/** Tables {@code gpu_samples} and {@code late_samples}, which have the same columns. */
public final class SampleTable implements RowEncoder<EncodedRows> {
  private static final long serialVersionUID = 1L;

  private final String table;

  public SampleTable(String table) {
    this.table = table;
  }

  @Override
  public TableLayout layout() {
    return TableLayout.of(
        table,
        "cluster LowCardinality(String)",
        "node LowCardinality(String)",
        "device_uuid LowCardinality(String)",
        "gpu_instance LowCardinality(String)",
        "compute_instance LowCardinality(String)",
        "device_index LowCardinality(String)",
        "device_model LowCardinality(String)",
        "mig_profile LowCardinality(String)",
        "source LowCardinality(String)",
        "at DateTime64(9, 'UTC')",
        "published_at DateTime64(9, 'UTC')",
        "busy_ratio Nullable(Float64)",
        "sm_active_ratio Nullable(Float64)",
        "tensor_active_ratio Nullable(Float64)",
        "dram_active_ratio Nullable(Float64)",
        "memory_used_bytes Nullable(Int64)",
        "memory_total_bytes Nullable(Int64)",
        "power_watts Nullable(Float64)",
        "energy_microjoules_total Nullable(Int64)",
        "temperature_celsius Nullable(Float64)",
        "sm_clock_hertz Nullable(Int64)",
        "last_xid Nullable(Int32)",
        "holders Array(String)");
  }

  @Override
  public void encode(EncodedRows element, RowSink rows) {
    int start = 0;
    for (int end : element.ends()) {
      rows.encodedRow(element.month(), element.rows(), start, end - start);
      start = end;
    }
  }
}
