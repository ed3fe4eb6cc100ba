package io.gpuledger.ingest.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.gpuledger.cost.charge.Charge;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a block of charges by row and column without building {@link Charge} objects.
 *
 * <p>Each dictionary is decoded once, so that a sink can write thousands of rows from arrays: texts
 * as UTF-8 bytes, decimals as the two halves of a 128-bit two's complement integer x 10^-18, times
 * as microseconds since the epoch. {@link #code} is zero where the row carries no value; the value
 * methods may be called only where it is not.
 */
public final class ChargeBlockReader {
  private static final FocusColumn[] COLUMNS = FocusColumn.values();

  private final ChargeBlock block;
  private final @Nullable Column[] columns = new @Nullable Column[COLUMNS.length + 1];
  private final Extra[] extra;

  private ChargeBlockReader(ChargeBlock block) {
    this.block = block;
    for (ChargeColumn column : block.getColumnsList()) {
      int number = column.getColumn();
      Column decoded = new Column(FocusColumn.ofNumber(number).kind(), column);
      requireRows(decoded.codes.length, FocusColumn.ofNumber(number).focusName());
      columns[number] = decoded;
    }
    extra = new Extra[block.getExtraCount()];
    for (int i = 0; i < extra.length; i++) {
      extra[i] = new Extra(block.getExtra(i));
      requireRows(extra[i].codes.length, extra[i].name);
    }
  }

  /**
   * A reader of this block.
   *
   * @throws IllegalArgumentException if a column has another number of rows than the block or
   *     points outside its dictionary
   */
  public static ChargeBlockReader of(ChargeBlock block) {
    return new ChargeBlockReader(block);
  }

  /**
   * A reader of an encoded block.
   *
   * @throws IllegalArgumentException if the bytes are no valid block
   */
  public static ChargeBlockReader parse(byte[] bytes) {
    try {
      return of(ChargeBlock.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("not a charge block: " + e.getMessage(), e);
    }
  }

  private void requireRows(int codes, String name) {
    if (codes != rows()) {
      throw new IllegalArgumentException(
          "column " + name + " has " + codes + " rows, the block " + rows());
    }
  }

  public String deliveryId() {
    return block.getDeliveryId();
  }

  public String source() {
    return block.getSource();
  }

  /** Number of rows in the block. */
  public int rows() {
    return block.getRowNoCount();
  }

  /** The row's number in the delivery set: file index x 2^32 + record. */
  public long rowNo(int row) {
    return block.getRowNo(row);
  }

  /** Whether any row of the block carries a value in this column. */
  public boolean has(FocusColumn column) {
    return columns[column.number()] != null;
  }

  /** Zero where the row has no value, otherwise 1 + position in the column's dictionary. */
  public int code(FocusColumn column, int row) {
    Column found = columns[column.number()];
    return found == null ? 0 : found.codes[row];
  }

  /** UTF-8 of a text, name or JSON cell; the array is shared, do not change it. */
  public byte[] utf8(FocusColumn column, int row) {
    Column found = column(column);
    return found.texts[found.codes[row] - 1];
  }

  /** Low 64 bits of a cost's or quantity's unscaled value. */
  public long decimalLow(FocusColumn column, int row) {
    Column found = column(column);
    return found.low[found.codes[row] - 1];
  }

  /** High 64 bits of a cost's or quantity's unscaled value. */
  public long decimalHigh(FocusColumn column, int row) {
    Column found = column(column);
    return found.high[found.codes[row] - 1];
  }

  /** Microseconds since the epoch of a time cell. */
  public long micros(FocusColumn column, int row) {
    Column found = column(column);
    return found.low[found.codes[row] - 1];
  }

  /** Entries of a key-value cell. */
  public Map<String, String> keyValues(FocusColumn column, int row) {
    Column found = column(column);
    return found.keyValues.get(found.codes[row] - 1).getEntriesMap();
  }

  /** Number of provider columns without a FOCUS name. */
  public int extraCount() {
    return extra.length;
  }

  /** Name of a provider column. */
  public String extraName(int index) {
    return extra[index].name;
  }

  /** Zero where the row has no value in this provider column, otherwise 1 + dictionary position. */
  public int extraCode(int index, int row) {
    return extra[index].codes[row];
  }

  /** UTF-8 of a provider column's cell. */
  public byte[] extraUtf8(int index, int row) {
    Extra found = extra[index];
    return found.texts[found.codes[row] - 1];
  }

  /** The text of a text, name or JSON cell, or empty where there is none. */
  public Optional<String> text(FocusColumn column, int row) {
    return code(column, row) == 0
        ? Optional.empty()
        : Optional.of(new String(utf8(column, row), StandardCharsets.UTF_8));
  }

  /** The amount of a cost or quantity cell, or empty where there is none. */
  public Optional<Amount> amount(FocusColumn column, int row) {
    return code(column, row) == 0
        ? Optional.empty()
        : Optional.of(
            Amount.ofUnscaled(integer(decimalHigh(column, row), decimalLow(column, row))));
  }

  /** The row as a charge; slow path for tests and traces. */
  public Charge charge(int row) {
    Map<FocusColumn, Object> values = new EnumMap<>(FocusColumn.class);
    for (FocusColumn column : COLUMNS) {
      if (code(column, row) != 0) {
        values.put(column, value(column, row));
      }
    }
    Map<String, String> others = new HashMap<>();
    for (int i = 0; i < extra.length; i++) {
      if (extraCode(i, row) != 0) {
        others.put(extraName(i), new String(extraUtf8(i, row), StandardCharsets.UTF_8));
      }
    }
    return new Charge(rowNo(row), values, others);
  }

  private Object value(FocusColumn column, int row) {
    return switch (column.kind()) {
      case TEXT, NAME, JSON -> new String(utf8(column, row), StandardCharsets.UTF_8);
      case COST, QUANTITY ->
          Amount.ofUnscaled(integer(decimalHigh(column, row), decimalLow(column, row)));
      case TIME -> Instant.EPOCH.plus(micros(column, row), ChronoUnit.MICROS);
      case KEY_VALUES -> Map.copyOf(keyValues(column, row));
    };
  }

  private static BigInteger integer(long high, long low) {
    byte[] bytes = new byte[16];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (high >>> (56 - 8 * i));
      bytes[8 + i] = (byte) (low >>> (56 - 8 * i));
    }
    return new BigInteger(bytes);
  }

  private Column column(FocusColumn column) {
    Column found = columns[column.number()];
    if (found == null) {
      throw new IllegalArgumentException("the block has no column " + column.focusName());
    }
    return found;
  }

  private static int[] codes(List<Integer> written, int dictionarySize) {
    int[] codes = new int[written.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = written.get(i);
      if (codes[i] < 0 || codes[i] > dictionarySize) {
        throw new IllegalArgumentException("code " + codes[i] + " of " + dictionarySize);
      }
    }
    return codes;
  }

  private static byte[][] utf8(int count, java.util.function.IntFunction<ByteString> texts) {
    byte[][] decoded = new byte[count][];
    for (int i = 0; i < count; i++) {
      decoded[i] = texts.apply(i).toByteArray();
    }
    return decoded;
  }

  private static final class Column {
    private final int[] codes;
    private final byte[][] texts;
    private final long[] low;
    private final long[] high;
    private final List<KeyValues> keyValues;

    private Column(FocusColumn.Kind kind, ChargeColumn column) {
      boolean decimal = kind == FocusColumn.Kind.COST || kind == FocusColumn.Kind.QUANTITY;
      texts = utf8(column.getTextsCount(), column::getTexts);
      keyValues = column.getKeyValuesList();
      low = new long[decimal ? column.getDecimalsCount() : column.getMicrosCount()];
      high = new long[decimal ? low.length : 0];
      for (int i = 0; i < low.length; i++) {
        if (decimal) {
          readDecimal(column.getDecimals(i), i);
        } else {
          low[i] = column.getMicros(i);
        }
      }
      int size =
          switch (kind) {
            case TEXT, NAME, JSON -> texts.length;
            case COST, QUANTITY, TIME -> low.length;
            case KEY_VALUES -> keyValues.size();
          };
      codes = codes(column.getCodesList(), size);
    }

    private void readDecimal(ByteString bytes, int position) {
      if (bytes.isEmpty() || bytes.size() > 16) {
        throw new IllegalArgumentException("a decimal of " + bytes.size() + " bytes");
      }
      long sign = bytes.byteAt(0) < 0 ? -1 : 0;
      long readHigh = sign;
      long readLow = sign;
      for (int i = 0; i < bytes.size(); i++) {
        readHigh = (readHigh << 8) | (readLow >>> 56);
        readLow = (readLow << 8) | (bytes.byteAt(i) & 0xff);
      }
      high[position] = readHigh;
      low[position] = readLow;
    }
  }

  private static final class Extra {
    private final String name;
    private final int[] codes;
    private final byte[][] texts;

    private Extra(ExtraColumn column) {
      name = column.getName();
      texts = utf8(column.getTextsCount(), column::getTexts);
      codes = codes(column.getCodesList(), texts.length);
    }
  }
}
