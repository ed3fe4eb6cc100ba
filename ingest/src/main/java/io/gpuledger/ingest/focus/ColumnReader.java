package io.gpuledger.ingest.focus;

import com.google.protobuf.UnsafeByteOperations;
import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.cost.problem.ProblemCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the cells of one column and remembers recent ones by their bytes, so that a repeated text
 * costs one look-up. The memory is a fixed table: a newer text takes the place of an older one.
 */
public final class ColumnReader {
  private static final int CACHED_CELLS = 1 << 12;
  private static final int MAX_CACHED_BYTES = 512;
  private static final int WRITTEN_TEXTS = 1 << 6;

  private final Optional<FocusColumn> column;
  private final DecimalReader decimals;
  private final boolean isNumeric;
  private final @Nullable ColumnValue[] cache = new @Nullable ColumnValue[CACHED_CELLS];

  /** Texts that are written rather than read, mostly the same objects, and their cells. */
  private final @Nullable String[] texts = new @Nullable String[WRITTEN_TEXTS];

  private final @Nullable ColumnValue[] ofTexts = new @Nullable ColumnValue[WRITTEN_TEXTS];

  /** Cells of numbers that are written, by what they come to; made with the first one. */
  private @Nullable ColumnValue[] ofNumbers = new @Nullable ColumnValue[0];

  /** Position of the column's cells in a row. */
  final int slot;

  /** The column's name as it is shown with a fault. */
  final String name;

  ColumnReader(int slot, String name, Optional<FocusColumn> column, boolean rounds) {
    this.slot = slot;
    this.name = name;
    this.column = column;
    boolean cost = column.isPresent() && column.get().kind() == FocusColumn.Kind.COST;
    this.isNumeric =
        cost || (column.isPresent() && column.get().kind() == FocusColumn.Kind.QUANTITY);
    this.decimals = cost ? DecimalReader.ofCosts(rounds) : DecimalReader.ofQuantities(rounds);
  }

  /** The cell of bytes [from, to), or null where they say that there is no value. */
  @Nullable ColumnValue read(byte[] bytes, int from, int to) {
    if (isNull(bytes, from, to)) {
      return null;
    }
    int hash = Fingerprint.lookup(bytes, from, to);
    int place = (hash ^ (hash >>> 16)) & (CACHED_CELLS - 1);
    ColumnValue cached = cache[place];
    if (cached != null
        && cached.hash == hash
        && Arrays.equals(cached.raw, 0, cached.raw.length, bytes, from, to)) {
      return cached;
    }
    ColumnValue read = create(new ColumnValue.Slice(Arrays.copyOfRange(bytes, from, to), hash));
    if (to - from <= MAX_CACHED_BYTES) {
      cache[place] = read;
    }
    return read;
  }

  /** The cell of a text, or null where it says that there is no value. */
  @Nullable ColumnValue read(String text) {
    int hash = text.hashCode();
    int place = (hash ^ (hash >>> 16)) & (WRITTEN_TEXTS - 1);
    if (text.equals(texts[place])) {
      return ofTexts[place];
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ColumnValue read = read(bytes, 0, bytes.length);
    if (bytes.length <= MAX_CACHED_BYTES) {
      texts[place] = text;
      ofTexts[place] = read;
    }
    return read;
  }

  /** The cell of a number, as if its plain text were read. */
  @Nullable ColumnValue read(BigDecimal number) {
    Optional<BigInteger> unscaled = isNumeric ? decimals.unscaled(number) : Optional.empty();
    if (unscaled.isEmpty()) {
      return read(number.toPlainString());
    }
    long high = unscaled.get().shiftRight(Long.SIZE).longValueExact();
    long low = unscaled.get().longValue();
    if (ofNumbers.length == 0) {
      ofNumbers = new @Nullable ColumnValue[CACHED_CELLS];
    }
    int place = (int) (Fingerprint.mixA(high, low) & (CACHED_CELLS - 1));
    ColumnValue known = ofNumbers[place];
    if (known != null && known.isNumber(high, low)) {
      return known;
    }
    ColumnValue made = ColumnValue.ofNumber(ColumnValue.Slice.NONE, high, low, null);
    ofNumbers[place] = made;
    return made;
  }

  /** The number of bytes [from, to) as read; empty where there is none, or none can be read. */
  public Optional<BigDecimal> number(byte[] bytes, int from, int to) {
    ColumnValue cell = read(bytes, from, to);
    return cell == null || cell.fault != null ? Optional.empty() : Optional.of(cell.exact());
  }

  /** Whether bytes [from, to) say that there is no value. */
  public static boolean isNull(byte[] bytes, int from, int to) {
    return switch (to - from) {
      case 0 -> true;
      case 2 -> bytes[from] == '\\' && bytes[from + 1] == 'N';
      case 4 ->
          (bytes[from] == 'N'
                  && bytes[from + 1] == 'U'
                  && bytes[from + 2] == 'L'
                  && bytes[from + 3] == 'L')
              || (bytes[from] == 'n'
                  && bytes[from + 1] == 'u'
                  && bytes[from + 2] == 'l'
                  && bytes[from + 3] == 'l');
      default -> false;
    };
  }

  private ColumnValue create(ColumnValue.Slice slice) {
    byte[] bytes = slice.bytes();
    boolean ascii = true;
    for (byte next : bytes) {
      if (next == 0) {
        return ColumnValue.ofFault(
            slice, ProblemCode.CONTROL_CHARACTER, Shown.quoted(bytes) + " holds a NUL byte");
      }
      ascii &= next > 0;
    }
    if (!ascii && !isUtf8(bytes)) {
      return ColumnValue.ofFault(
          slice, ProblemCode.WRONG_ENCODING, Shown.quoted(bytes) + " is not valid UTF-8");
    }
    return column.isEmpty()
        ? ColumnValue.ofText(slice, UnsafeByteOperations.unsafeWrap(bytes), false)
        : create(column.get(), slice);
  }

  private ColumnValue create(FocusColumn target, ColumnValue.Slice slice) {
    return switch (target.kind()) {
      case COST, QUANTITY -> decimals.read(slice);
      case TIME -> TimeReader.read(slice);
      case JSON -> JsonCells.document(slice);
      case KEY_VALUES -> JsonCells.keyValues(slice);
      case TEXT, NAME -> {
        if (target == FocusColumn.BILLING_CURRENCY) {
          yield NameReader.currency(slice, text(slice));
        }
        if (NameReader.hasList(target)) {
          yield NameReader.read(target, slice, text(slice));
        }
        yield ColumnValue.ofText(slice, UnsafeByteOperations.unsafeWrap(slice.bytes()), false);
      }
    };
  }

  private static String text(ColumnValue.Slice slice) {
    return new String(slice.bytes(), StandardCharsets.UTF_8);
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
