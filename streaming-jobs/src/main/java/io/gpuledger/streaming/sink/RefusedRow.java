package io.gpuledger.streaming.sink;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A row that the ledger refused, as it stands in {@code rejects}: its raw text is the row as JSON,
 * every value as text.
 */
record RefusedRow(
    String source,
    String deliveryId,
    long rowNo,
    String file,
    String message,
    String rawText,
    Instant occurredAt) {
  /** Code of rows that were read well and that the ledger still refused. */
  static final String CODE = "LEDGER_REFUSED";

  static final TableLayout LAYOUT =
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

  static RefusedRow of(
      SpooledBlock block, TableLayout layout, byte[] row, String message, Instant occurredAt) {
    Map<String, Optional<String>> values = RowBinaryReader.read(layout, row);
    return new RefusedRow(
        text(values, "source").orElse(block.job()),
        text(values, "delivery_id").orElse(""),
        text(values, "row_no").map(Long::parseLong).orElse(0L),
        "table " + block.table(),
        message,
        RowBinaryReader.toJson(values),
        occurredAt);
  }

  byte[] toRowBinary(SpooledBlock block) {
    return new RowBinaryWriter(1024)
        .string(source)
        .string(deliveryId)
        .string("")
        .uint64(rowNo)
        .string(file)
        .uint64(0)
        .uint32(0)
        .string("")
        .string(CODE)
        .string(message)
        .string(rawText)
        .micros(occurredAt)
        .uint32(block.generation())
        .uint64(block.checkpointId())
        .toBytes();
  }

  private static Optional<String> text(Map<String, Optional<String>> values, String column) {
    return values.getOrDefault(column, Optional.empty());
  }
}
