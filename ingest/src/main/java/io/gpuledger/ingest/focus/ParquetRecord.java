package io.gpuledger.ingest.focus;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.jspecify.annotations.Nullable;

/** A record of a Parquet file, each value as the text that it would be in CSV. */
final class ParquetRecord implements RawRecord {
  private static final byte[] NONE = new byte[0];

  private final List<ParquetColumn> columns;
  private final Group values;
  private final long number;
  private final byte[] @Nullable [] texts;
  private byte[] bytes = NONE;
  private boolean present;

  ParquetRecord(List<ParquetColumn> columns, Group values, long number) {
    this.columns = columns;
    this.values = values;
    this.number = number;
    this.texts = new byte[columns.size()][];
  }

  @Override
  public long line() {
    return number;
  }

  @Override
  public int fields() {
    return columns.size();
  }

  @Override
  public String select(int field) {
    bytes = NONE;
    ParquetColumn column = columns.get(field);
    Group holder = column.holder(values);
    present = holder != null;
    if (holder == null) {
      return "";
    }
    byte[] known = texts[field];
    if (known != null) {
      bytes = known;
      return "";
    }
    try {
      bytes = ParquetValues.text(holder, column.field(), column.type());
    } catch (IOException | RuntimeException e) {
      // The bytes of a cell may be none of its type: a decimal of no bytes, a day out of range.
      return "the value is not one of the column's type " + column.type();
    }
    if (bytes.length > FocusLimits.MAX_FIELD_BYTES) {
      String tooLong =
          "a cell has "
              + bytes.length
              + " bytes; at most "
              + FocusLimits.MAX_FIELD_BYTES
              + " are read";
      bytes = NONE;
      return tooLong;
    }
    texts[field] = bytes;
    return "";
  }

  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int start() {
    return 0;
  }

  @Override
  public int end() {
    return bytes.length;
  }

  @Override
  public String rawText() {
    return ParquetRecords.raw(values);
  }

  @Override
  public boolean quotedEmpty() {
    return present && bytes.length == 0;
  }
}
