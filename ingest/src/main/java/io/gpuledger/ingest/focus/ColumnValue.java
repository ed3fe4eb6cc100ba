package io.gpuledger.ingest.focus;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.gpuledger.cost.device.AcceleratorCatalogue;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.wire.KeyValues;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One distinct text of a column with what was read from it. Rows share cells: equal texts are read
 * once, and a block's dictionary is built by marking the cells that it uses.
 */
public final class ColumnValue {
  private static final KeyValues NO_ENTRIES = KeyValues.getDefaultInstance();

  final byte[] raw;
  final int hash;
  final @Nullable Fault fault;
  private final ByteString encoded;
  private final long high;
  private final long low;
  private final KeyValues keyValues;
  private final long printA;
  private final long printB;
  private final @Nullable BigDecimal residual;
  private final boolean unusual;

  /** {@link #exact}, once it was asked for. */
  private @Nullable BigDecimal exact;

  /** Scratch of the block being encoded: which of its columns the code belongs to. */
  private long mark;

  /** Scratch of the block being encoded: 1 + position in the dictionary. */
  private int code;

  /** What the catalogue says of this text; computed once. */
  AcceleratorCatalogue.@Nullable Finding finding;

  /** Why a text cannot be read. */
  record Fault(ProblemCode code, String message) {}

  private ColumnValue(
      Slice slice,
      @Nullable Fault fault,
      ByteString encoded,
      long high,
      long low,
      KeyValues keyValues,
      @Nullable BigDecimal residual,
      boolean unusual) {
    this.raw = slice.bytes();
    this.hash = slice.hash();
    this.fault = fault;
    this.encoded = encoded;
    this.high = high;
    this.low = low;
    this.keyValues = keyValues;
    this.residual = residual;
    this.unusual = unusual;
    boolean number = encoded.isEmpty();
    this.printA = number ? Fingerprint.mixA(high, low) : Fingerprint.hashA(raw);
    this.printB = number ? Fingerprint.mixB(high, low) : Fingerprint.hashB(raw);
  }

  /** The bytes of a cell as in the file and their hash. */
  static final class Slice {
    /** Of a number that stands in no file. */
    static final Slice NONE = new Slice(new byte[0], 0);

    private final byte[] bytes;
    private final int hash;

    Slice(byte[] bytes, int hash) {
      this.bytes = bytes;
      this.hash = hash;
    }

    byte[] bytes() {
      return bytes;
    }

    int hash() {
      return hash;
    }
  }

  static ColumnValue ofText(Slice slice, ByteString encoded, boolean unusual) {
    return new ColumnValue(slice, null, encoded, 0, 0, NO_ENTRIES, null, unusual);
  }

  static ColumnValue ofKeyValues(Slice slice, KeyValues entries) {
    ByteString text = UnsafeByteOperations.unsafeWrap(slice.bytes());
    return new ColumnValue(slice, null, text, 0, 0, entries, null, false);
  }

  static ColumnValue ofNumber(Slice slice, long high, long low, @Nullable BigDecimal residual) {
    return new ColumnValue(slice, null, ByteString.EMPTY, high, low, NO_ENTRIES, residual, false);
  }

  static ColumnValue ofFault(Slice slice, ProblemCode code, String message) {
    Fault fault = new Fault(code, message);
    return new ColumnValue(slice, fault, ByteString.EMPTY, 0, 0, NO_ENTRIES, null, false);
  }

  /** The code that {@link #mark} gave in this column of this block, or zero. */
  public int codeAt(long column) {
    return mark == column ? code : 0;
  }

  /** Gives the cell its code in one column of the block being encoded. */
  public void mark(long column, int given) {
    mark = column;
    code = given;
  }

  /** UTF-8 of a text, name or JSON. */
  public ByteString encoded() {
    return encoded;
  }

  public String text() {
    return encoded.toStringUtf8();
  }

  /** High half of a decimal's unscaled value. */
  public long high() {
    return high;
  }

  /** Low half of a decimal's unscaled value, or the microseconds of a time. */
  public long low() {
    return low;
  }

  public KeyValues keyValues() {
    return keyValues;
  }

  /** Value as read minus value as kept; empty where nothing was rounded. */
  public Optional<BigDecimal> residual() {
    return Optional.ofNullable(residual);
  }

  /** The decimal as it was read, before it was rounded to what is kept. */
  public BigDecimal exact() {
    BigDecimal known = exact;
    if (known == null) {
      BigDecimal kept =
          isLong()
              ? BigDecimal.valueOf(low, Amount.SCALE)
              : new BigDecimal(unscaled(), Amount.SCALE);
      known = residual == null ? kept : kept.add(residual);
      exact = known;
    }
    return known;
  }

  /** Whether the value is outside the list that FOCUS allows for its column. */
  boolean unusual() {
    return unusual;
  }

  long printA() {
    return printA;
  }

  long printB() {
    return printB;
  }

  /** The decimal's unscaled value in the fewest bytes, two's complement, big-endian. */
  public ByteString decimalBytes() {
    if (isLong()) {
      // One bit more than the magnitude, for the sign.
      int length = (64 - Long.numberOfLeadingZeros(low ^ (low >> 63))) / 8 + 1;
      byte[] bytes = new byte[length];
      for (int i = 0; i < length; i++) {
        bytes[length - 1 - i] = (byte) (low >> Math.min(8 * i, 63));
      }
      return UnsafeByteOperations.unsafeWrap(bytes);
    }
    return UnsafeByteOperations.unsafeWrap(unscaled().toByteArray());
  }

  /** Whether the low half says all. */
  private boolean isLong() {
    return high == low >> 63;
  }

  /** Whether it is this decimal, and nothing of it was rounded. */
  boolean isNumber(long wantedHigh, long wantedLow) {
    return low == wantedLow && high == wantedHigh && residual == null;
  }

  /** The decimal's unscaled value. */
  public BigInteger unscaled() {
    byte[] bytes = new byte[16];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (high >>> (56 - 8 * i));
      bytes[8 + i] = (byte) (low >>> (56 - 8 * i));
    }
    return new BigInteger(bytes);
  }
}
