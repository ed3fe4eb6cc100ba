package io.gpuledger.streaming.reject;

import io.gpuledger.streaming.sink.RowEncoder;
import io.gpuledger.streaming.sink.RowSink;
import io.gpuledger.streaming.sink.TableLayout;

/** Table {@code rejects}. */
public final class RejectTable implements RowEncoder<RejectRow> {
  private static final long serialVersionUID = 1L;

  private static final TableLayout LAYOUT =
      TableLayout.of(
          "rejects",
          "source LowCardinality(String)",
          "delivery_id String",
          "set_id String",
          "row_no UInt64",
          "file String",
          "line UInt64",
          "column_no UInt32",
          "field LowCardinality(String)",
          "code LowCardinality(String)",
          "message String",
          "raw_text String",
          "occurred_at DateTime64(6, 'UTC')");

  @Override
  public TableLayout layout() {
    return LAYOUT;
  }

  @Override
  public void encode(RejectRow reject, RowSink rows) {
    rows.startRow(TableLayout.monthOfEpochMicros(reject.occurredAtMicros()))
        .string(reject.source())
        .string(reject.deliveryId())
        .string(reject.setId())
        .uint64(reject.rowNo())
        .string(reject.file())
        .uint64(reject.line())
        .uint32(reject.columnNo())
        .string(reject.field())
        .string(reject.code())
        .string(reject.message())
        .string(reject.rawText())
        .dateTime64(reject.occurredAtMicros());
    rows.endRow();
  }
}
