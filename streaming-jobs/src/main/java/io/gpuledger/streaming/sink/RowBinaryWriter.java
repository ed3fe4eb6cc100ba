package io.gpuledger.streaming.sink;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;

/**
 * Writes values in ClickHouse's RowBinary form into a buffer that grows.
 *
 * <p>{@code LowCardinality(T)} is written as T. {@code Nullable(T)} is {@link #isNull} or {@link
 * #notNull} followed by T. {@code Array(T)} and {@code Map(K, V)} are {@link #size} followed by the
 * elements; a {@code Tuple} is its elements. Values that a column type cannot hold are refused
 * here, because the engine would wrap them silently.
 */
public final class RowBinaryWriter {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

  private static final BigInteger DECIMAL_128_LIMIT = BigInteger.TEN.pow(38);

  /** Whatever has no more bits is below the limit. */
  private static final int DECIMAL_128_SAFE_BITS = DECIMAL_128_LIMIT.bitLength() - 1;

  private static final BigInteger DECIMAL_256_LIMIT = BigInteger.TEN.pow(76);
  private static final long DATE_DAYS_MAX = 65_535;
  private static final long DATE_TIME_SECONDS_MAX = 0xFFFF_FFFFL;

  private byte[] bytes;
  private int length;

  public RowBinaryWriter() {
    this(8 * 1024);
  }

  RowBinaryWriter(int capacity) {
    bytes = new byte[capacity];
  }

  /** Bytes written since the last {@link #clear}. */
  public int length() {
    return length;
  }

  /** Forgets what was written; the buffer is kept. */
  public void clear() {
    length = 0;
  }

  /** The buffer; its first {@link #length} bytes are written. Not a copy. */
  public byte[] buffer() {
    return bytes;
  }

  /** A copy of the bytes written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  public RowBinaryWriter uint8(int value) {
    check(value >= 0 && value <= 0xFF, "UInt8", value);
    reserve(1);
    bytes[length++] = (byte) value;
    return this;
  }

  public RowBinaryWriter int8(int value) {
    check(value == (byte) value, "Int8", value);
    reserve(1);
    bytes[length++] = (byte) value;
    return this;
  }

  public RowBinaryWriter uint16(int value) {
    check(value >= 0 && value <= 0xFFFF, "UInt16", value);
    reserve(2);
    SHORT.set(bytes, length, (short) value);
    length += 2;
    return this;
  }

  public RowBinaryWriter uint32(long value) {
    check(value >= 0 && value <= 0xFFFF_FFFFL, "UInt32", value);
    return rawInt((int) value);
  }

  public RowBinaryWriter int32(int value) {
    return rawInt(value);
  }

  /** An unsigned value below 2^63. */
  public RowBinaryWriter uint64(long value) {
    check(value >= 0, "UInt64", value);
    return rawLong(value);
  }

  public RowBinaryWriter int64(long value) {
    return rawLong(value);
  }

  /** A Float64; not for money. NaN and infinities are refused. */
  public RowBinaryWriter float64(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("Float64 column: not a finite number: " + value);
    }
    return rawLong(Double.doubleToRawLongBits(value));
  }

  public RowBinaryWriter string(String value) {
    return utf8(value.getBytes(StandardCharsets.UTF_8));
  }

  /** A String column given as its bytes. */
  public RowBinaryWriter utf8(byte[] value) {
    size(value.length);
    return raw(value, 0, value.length);
  }

  /** {@code Nullable(String)}, also as LowCardinality. */
  public RowBinaryWriter nullableString(Optional<String> value) {
    if (value.isEmpty()) {
      return isNull();
    }
    return notNull().string(value.get());
  }

  public RowBinaryWriter uuid(UUID value) {
    rawLong(value.getMostSignificantBits());
    return rawLong(value.getLeastSignificantBits());
  }

  /** A Date of days since the epoch. */
  public RowBinaryWriter date(long epochDay) {
    check(epochDay >= 0 && epochDay <= DATE_DAYS_MAX, "Date", epochDay);
    return uint16((int) epochDay);
  }

  /** A DateTime of seconds since the epoch. */
  public RowBinaryWriter dateTime(long epochSecond) {
    check(epochSecond >= 0 && epochSecond <= DATE_TIME_SECONDS_MAX, "DateTime", epochSecond);
    return rawInt((int) epochSecond);
  }

  /** A DateTime64 in ticks of its own precision: microseconds for 6, nanoseconds for 9. */
  public RowBinaryWriter dateTime64(long ticks) {
    return rawLong(ticks);
  }

  /** A DateTime64(6). */
  public RowBinaryWriter micros(Instant value) {
    return rawLong(
        Math.addExact(
            Math.multiplyExact(value.getEpochSecond(), 1_000_000L), value.getNano() / 1_000L));
  }

  /** A Decimal(38, s) given as its unscaled value. */
  public RowBinaryWriter decimal128(BigInteger unscaled) {
    if (unscaled.bitLength() > DECIMAL_128_SAFE_BITS
        && unscaled.abs().compareTo(DECIMAL_128_LIMIT) >= 0) {
      throw new IllegalArgumentException("Decimal(38) column: more than 38 digits: " + unscaled);
    }
    rawLong(unscaled.longValue());
    return rawLong(unscaled.shiftRight(Long.SIZE).longValue());
  }

  /** A Decimal(38, 18). */
  public RowBinaryWriter decimal128(BigDecimal value) {
    return decimal128(value.setScale(18).unscaledValue());
  }

  /** A Decimal(38, s) whose unscaled value is a long. */
  public RowBinaryWriter decimal128(long unscaled) {
    rawLong(unscaled);
    return rawLong(unscaled >> 63);
  }

  /** A Decimal(38, s) given as the halves of its unscaled value, a two's complement integer. */
  public RowBinaryWriter decimal128(long high, long low) {
    rawLong(low);
    return rawLong(high);
  }

  /** A Decimal(76, s) given as its unscaled value. */
  public RowBinaryWriter decimal256(BigInteger unscaled) {
    if (unscaled.abs().compareTo(DECIMAL_256_LIMIT) >= 0) {
      throw new IllegalArgumentException("Decimal(76) column: more than 76 digits: " + unscaled);
    }
    return decimal(unscaled.toByteArray(), 32);
  }

  /** Begins a value of a Nullable column. */
  public RowBinaryWriter notNull() {
    reserve(1);
    bytes[length++] = 0;
    return this;
  }

  /** Writes null to a Nullable column. */
  public RowBinaryWriter isNull() {
    reserve(1);
    bytes[length++] = 1;
    return this;
  }

  /** The number of elements that follow, of an Array or a Map. */
  public RowBinaryWriter size(int value) {
    reserve(5);
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
    return this;
  }

  public RowBinaryWriter strings(List<String> values) {
    size(values.size());
    values.forEach(this::string);
    return this;
  }

  /** A {@code Map(String, String)}, also with LowCardinality keys. */
  public RowBinaryWriter stringMap(Map<String, String> entries) {
    return map(
        entries,
        (key, value) -> {
          string(key);
          string(value);
        });
  }

  /** A Map whose entries the caller writes, key first. */
  public <K, V> RowBinaryWriter map(Map<K, V> entries, BiConsumer<K, V> entry) {
    size(entries.size());
    entries.forEach(entry);
    return this;
  }

  /** Bytes that are RowBinary already. */
  public RowBinaryWriter raw(byte[] source, int offset, int count) {
    reserve(count);
    System.arraycopy(source, offset, bytes, length, count);
    length += count;
    return this;
  }

  private RowBinaryWriter decimal(byte[] bigEndian, int width) {
    reserve(width);
    byte sign = (byte) (bigEndian[0] < 0 ? -1 : 0);
    for (int i = 0; i < width; i++) {
      int from = bigEndian.length - 1 - i;
      bytes[length++] = from >= 0 ? bigEndian[from] : sign;
    }
    return this;
  }

  private RowBinaryWriter rawInt(int value) {
    reserve(4);
    INT.set(bytes, length, value);
    length += 4;
    return this;
  }

  private RowBinaryWriter rawLong(long value) {
    reserve(8);
    LONG.set(bytes, length, value);
    length += 8;
    return this;
  }

  private void reserve(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
  }

  private static void check(boolean holds, String type, long value) {
    if (!holds) {
      throw new IllegalArgumentException(type + " column: out of range: " + value);
    }
  }
}
