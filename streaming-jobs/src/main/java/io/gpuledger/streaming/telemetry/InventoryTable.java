package io.gpuledger.streaming.telemetry;

import io.gpuledger.streaming.sink.RowBinaryWriter;
import io.gpuledger.streaming.sink.RowEncoder;
import io.gpuledger.streaming.sink.RowSink;
import io.gpuledger.streaming.sink.TableLayout;

/** Table {@code device_inventory}. */
public final class InventoryTable implements RowEncoder<InventoryRow> {
  private static final long serialVersionUID = 1L;

  @Override
  public TableLayout layout() {
    return TableLayout.of(
        "device_inventory",
        "cluster LowCardinality(String)",
        "node LowCardinality(String)",
        "device_uuid String",
        "gpu_instance LowCardinality(String)",
        "compute_instance LowCardinality(String)",
        "device_model LowCardinality(String)",
        "mig_profile LowCardinality(String)",
        "memory_total_bytes Nullable(Int64)",
        "provider_resource_id String",
        "device_count UInt32",
        "origin LowCardinality(String)",
        "valid_from DateTime64(6, 'UTC')",
        "valid_to Nullable(DateTime64(6, 'UTC'))",
        "last_seen_at Nullable(DateTime64(6, 'UTC'))",
        "version UInt64");
  }

  @Override
  public void encode(InventoryRow row, RowSink rows) {
    RowBinaryWriter out =
        rows.startRow(TableLayout.monthOfEpochMicros(row.validFromMicros()))
            .string(row.cluster())
            .string(row.node())
            .string(row.deviceUuid())
            .string(row.gpuInstance())
            .string(row.computeInstance())
            .string(row.deviceModel())
            .string(row.migProfile());
    present(out, row.memoryTotalBytes());
    out.string(row.providerResourceId())
        .uint32(row.deviceCount())
        .string(row.configured() ? "configured" : "observed")
        .dateTime64(row.validFromMicros());
    present(out, row.validToMicros());
    present(out, row.lastSeenAtMicros());
    out.uint64(row.version());
    rows.endRow();
  }

  private static void present(RowBinaryWriter out, long value) {
    if (value < 0) {
      out.isNull();
    } else {
      out.notNull().int64(value);
    }
  }
}
