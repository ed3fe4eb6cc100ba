package io.gpuledger.ingest.focus;

import java.io.IOException;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** A record of a Parquet file, each value as the text that it would be in CSV. */
final class ParquetRecord implements RawRecord {
  private static final byte[] NONE = new byte[0];

  private final List<Type> types;
  private final Group values;
  private final long number;
  private final byte[] @Nullable [] texts;
  private byte[] bytes = NONE;
  private boolean present;

  ParquetRecord(List<Type> types, Group values, long number) {
    this.types = types;
    this.values = values;
    this.number = number;
    this.texts = new byte[types.size()][];
  }

  @Override
  public long line() {
    return number;
  }

  @Override
  public int fields() {
    return types.size();
  }

  @Override
  public String select(int field) {
    bytes = NONE;
    present = values.getFieldRepetitionCount(field) > 0;
    if (!present) {
      return "";
    }
    byte[] known = texts[field];
    if (known != null) {
      bytes = known;
      return "";
    }
    try {
      bytes = ParquetValues.text(values, field, types.get(field));
    } catch (IOException | RuntimeException e) {
      // The bytes of a cell may be none of its type: a decimal of no bytes, a day out of range.
      return "the value is not one of the column's type " + types.get(field);
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
