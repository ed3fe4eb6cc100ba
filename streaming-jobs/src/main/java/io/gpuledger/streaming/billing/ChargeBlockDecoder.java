package io.gpuledger.streaming.billing;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.wire.ChargeBlockReader;
import io.gpuledger.ingest.wire.Topics;
import io.gpuledger.streaming.sink.RowBinaryWriter;
import io.gpuledger.streaming.sink.TableLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Turns the columns of a charge block into the table's rows, from dictionary codes straight to
 * RowBinary, without an object a row.
 */
public final class ChargeBlockDecoder implements KafkaRecordDeserializationSchema<ChargeRows> {
  private static final long serialVersionUID = 1L;
  private static final FocusColumn[] COLUMNS = FocusColumn.values();
  private static final boolean[] NULLABLE = nullable();

  /** Grown once to the largest block; a source reads one record at a time. */
  private transient @Nullable RowBinaryWriter buffer;

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<ChargeRows> out) {
    Optional<String> version = schemaVersion(record);
    if (version.isPresent() && !version.get().equals(Topics.SCHEMA_VERSION)) {
      out.collect(fault(record, "schema version " + version.get()));
      return;
    }
    ChargeBlockReader block;
    try {
      block = ChargeBlockReader.parse(record.value());
      requireValues(block);
    } catch (IllegalArgumentException unreadable) {
      out.collect(fault(record, String.valueOf(unreadable.getMessage())));
      return;
    }
    emit(record, block, out);
  }

  @Override
  public TypeInformation<ChargeRows> getProducedType() {
    return TypeInformation.of(ChargeRows.class);
  }

  static Optional<String> schemaVersion(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(Topics.SCHEMA_HEADER);
    return header == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  /** Emits one element a run of rows of the same month; by contract a block has one month. */
  private void emit(
      ConsumerRecord<byte[], byte[]> record, ChargeBlockReader block, Collector<ChargeRows> out) {
    RowBinaryWriter rows = buffer();
    byte[] source = block.source().getBytes(StandardCharsets.UTF_8);
    byte[] deliveryId = block.deliveryId().getBytes(StandardCharsets.UTF_8);
    byte[][] extraNames = new byte[block.extraCount()][];
    for (int i = 0; i < extraNames.length; i++) {
      extraNames[i] = block.extraName(i).getBytes(StandardCharsets.UTF_8);
    }
    long[] rowNos = new long[block.rows()];
    int[] ends = new int[block.rows()];
    int count = 0;
    int month = 0;
    for (int row = 0; row < block.rows(); row++) {
      int rowMonth =
          TableLayout.monthOfEpochMicros(block.micros(FocusColumn.CHARGE_PERIOD_START, row));
      if (rowMonth != month && count > 0) {
        out.collect(rowsOf(record, block, month, rowNos, ends, count, rows));
        rows.clear();
        count = 0;
      }
      month = rowMonth;
      rows.utf8(source).utf8(deliveryId).uint64(block.rowNo(row));
      for (int i = 0; i < COLUMNS.length; i++) {
        write(block, COLUMNS[i], NULLABLE[i], row, rows);
      }
      writeExtra(block, extraNames, row, rows);
      rowNos[count] = block.rowNo(row);
      ends[count] = rows.length();
      count++;
    }
    if (count > 0) {
      out.collect(rowsOf(record, block, month, rowNos, ends, count, rows));
    }
  }

  private static ChargeRows rowsOf(
      ConsumerRecord<byte[], byte[]> record,
      ChargeBlockReader block,
      int month,
      long[] rowNos,
      int[] ends,
      int count,
      RowBinaryWriter rows) {
    return new ChargeRows(
        block.deliveryId(),
        block.source(),
        month,
        Arrays.copyOf(rowNos, count),
        Arrays.copyOf(ends, count),
        rows.toBytes(),
        record.partition(),
        record.offset(),
        "");
  }

  private static void write(
      ChargeBlockReader block, FocusColumn column, boolean nullable, int row, RowBinaryWriter out) {
    boolean present = block.code(column, row) != 0;
    if (column.kind() == FocusColumn.Kind.KEY_VALUES) {
      if (present) {
        out.stringMap(block.keyValues(column, row));
      } else {
        out.size(0);
      }
      return;
    }
    if (nullable) {
      if (!present) {
        out.isNull();
        return;
      }
      out.notNull();
    }
    switch (column.kind()) {
      case TEXT, NAME, JSON -> out.utf8(block.utf8(column, row));
      case COST, QUANTITY ->
          out.decimal128(block.decimalHigh(column, row), block.decimalLow(column, row));
      case TIME -> out.dateTime64(block.micros(column, row));
      case KEY_VALUES -> throw new IllegalStateException("handled above");
    }
  }

  private static void writeExtra(
      ChargeBlockReader block, byte[][] names, int row, RowBinaryWriter out) {
    int present = 0;
    for (int i = 0; i < names.length; i++) {
      present += block.extraCode(i, row) == 0 ? 0 : 1;
    }
    out.size(present);
    for (int i = 0; i < names.length; i++) {
      if (block.extraCode(i, row) != 0) {
        out.utf8(names[i]).utf8(block.extraUtf8(i, row));
      }
    }
  }

  private RowBinaryWriter buffer() {
    RowBinaryWriter found = buffer;
    if (found == null) {
      found = new RowBinaryWriter();
      buffer = found;
    }
    found.clear();
    return found;
  }

  private static boolean[] nullable() {
    boolean[] nullable = new boolean[COLUMNS.length];
    for (int i = 0; i < nullable.length; i++) {
      nullable[i] = ChargeTable.nullable(COLUMNS[i]);
    }
    return nullable;
  }

  private static void requireValues(ChargeBlockReader block) {
    for (FocusColumn column : COLUMNS) {
      for (int row = 0; column.required() && row < block.rows(); row++) {
        if (block.code(column, row) == 0) {
          throw new IllegalArgumentException(
              "row " + block.rowNo(row) + " has no " + column.focusName());
        }
      }
    }
  }

  private static ChargeRows fault(ConsumerRecord<byte[], byte[]> record, String why) {
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    int slash = key.lastIndexOf('/');
    String place = record.topic() + ":" + record.partition() + ":" + record.offset() + ": ";
    return new ChargeRows(
        slash < 0 ? key : key.substring(0, slash),
        "",
        0,
        new long[0],
        new int[0],
        new byte[0],
        record.partition(),
        record.offset(),
        place + why);
  }
}
