package io.gpuledger.ingest.focus;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.problem.ProblemCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads a decimal exactly: plain or E notation, a point, no separators. Values at or above the
 * limit of their kind, and non-zero digits past scale 18, are refused; a source whose numbers are
 * computed floats is rounded HALF_EVEN instead, and the cell keeps the residual.
 */
final class DecimalReader {
  /** Longest text that can be a decimal. */
  private static final int MAX_LENGTH = 400;

  /** No limit has more digits before the point. */
  private static final int MAX_WHOLE_DIGITS = 21;

  private static final long[] POWERS = new long[19];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private final long wholeLimit;
  private final BigDecimal limit;
  private final String limitText;
  private final boolean rounds;

  private DecimalReader(BigDecimal limit, String limitText, boolean rounds) {
    this.limit = limit;
    this.wholeLimit =
        limit.compareTo(BigDecimal.TEN.pow(18)) < 0 ? limit.longValueExact() : Long.MAX_VALUE;
    this.limitText = limitText;
    this.rounds = rounds;
  }

  static DecimalReader ofCosts(boolean rounds) {
    return new DecimalReader(Amount.COST_LIMIT, "10^12", rounds);
  }

  static DecimalReader ofQuantities(boolean rounds) {
    return new DecimalReader(Amount.QUANTITY_LIMIT, "10^20", rounds);
  }

  /**
   * A number times 10^18, where reading its text would keep all of it; empty where it has further
   * digits or is too large.
   */
  Optional<BigInteger> unscaled(BigDecimal number) {
    // Before any arithmetic: an exponent of millions would fill the memory.
    if (number.scale() > Amount.SCALE
        || (long) number.precision() - number.scale() > MAX_WHOLE_DIGITS
        || number.abs().compareTo(limit) >= 0) {
      return Optional.empty();
    }
    return Optional.of(number.setScale(Amount.SCALE).unscaledValue());
  }

  ColumnValue read(ColumnValue.Slice slice) {
    byte[] bytes = slice.bytes();
    int from = 0;
    int to = bytes.length;
    while (from < to && bytes[from] == ' ') {
      from++;
    }
    while (to > from && bytes[to - 1] == ' ') {
      to--;
    }
    int at = from;
    boolean negative = at < to && bytes[at] == '-';
    if (negative) {
      at++;
    }
    long mantissa = 0;
    int digits = 0;
    int significant = 0;
    int scale = -1;
    for (; at < to; at++) {
      int digit = bytes[at] - '0';
      if (digit >= 0 && digit <= 9) {
        if (significant == 18) {
          return readLong(slice, from, to);
        }
        mantissa = mantissa * 10 + digit;
        significant += mantissa == 0 ? 0 : 1;
        digits++;
        scale += scale >= 0 ? 1 : 0;
      } else if (bytes[at] == '.' && scale < 0) {
        scale = 0;
      } else {
        return readLong(slice, from, to);
      }
    }
    scale = Math.max(scale, 0);
    if (digits == 0 || scale > Amount.SCALE) {
      return readLong(slice, from, to);
    }
    if (mantissa / POWERS[scale] >= wholeLimit) {
      return tooLarge(slice);
    }
    long signed = negative ? -mantissa : mantissa;
    long factor = POWERS[Amount.SCALE - scale];
    return ColumnValue.ofNumber(slice, Math.multiplyHigh(signed, factor), signed * factor, null);
  }

  /** The way of long numbers and E notation. */
  private ColumnValue readLong(ColumnValue.Slice slice, int from, int to) {
    if (to - from > MAX_LENGTH || !isDecimal(slice.bytes(), from, to)) {
      return notADecimal(slice);
    }
    BigDecimal value;
    try {
      value = new BigDecimal(new String(slice.bytes(), from, to - from, StandardCharsets.US_ASCII));
    } catch (NumberFormatException e) {
      return notADecimal(slice);
    }
    if (value.signum() == 0) {
      return ColumnValue.ofNumber(slice, 0, 0, null);
    }
    // Before any arithmetic: an exponent of millions would fill the memory.
    if ((long) value.precision() - value.scale() > MAX_WHOLE_DIGITS
        || value.abs().compareTo(limit) >= 0) {
      return tooLarge(slice);
    }
    value = value.stripTrailingZeros();
    if (value.scale() <= Amount.SCALE) {
      return ofUnscaled(slice, value.setScale(Amount.SCALE).unscaledValue(), null);
    }
    if (!rounds || value.scale() > MAX_LENGTH) {
      return ColumnValue.ofFault(
          slice,
          ProblemCode.DECIMAL_TOO_PRECISE,
          Shown.quoted(slice.bytes())
              + " has digits past the 18th after the point; a source that computes with floats must"
              + " say so (computedFloats)");
    }
    BigDecimal kept = value.setScale(Amount.SCALE, Rounding.READ.mode());
    return kept.abs().compareTo(limit) >= 0
        ? tooLarge(slice)
        : ofUnscaled(slice, kept.unscaledValue(), value.subtract(kept));
  }

  private static ColumnValue ofUnscaled(
      ColumnValue.Slice slice,
      BigInteger unscaled,
      @org.jspecify.annotations.Nullable BigDecimal residual) {
    return ColumnValue.ofNumber(
        slice, unscaled.shiftRight(64).longValueExact(), unscaled.longValue(), residual);
  }

  private ColumnValue tooLarge(ColumnValue.Slice slice) {
    return ColumnValue.ofFault(
        slice,
        ProblemCode.DECIMAL_TOO_LARGE,
        Shown.quoted(slice.bytes()) + " is not below " + limitText);
  }

  private static ColumnValue notADecimal(ColumnValue.Slice slice) {
    return ColumnValue.ofFault(
        slice,
        ProblemCode.NOT_A_DECIMAL,
        Shown.quoted(slice.bytes())
            + " is not a decimal; expected digits with a point, no separators or currency signs");
  }

  /** sign? digits? (. digits?)? (e sign? digits)? with at least one digit before the exponent. */
  private static boolean isDecimal(byte[] bytes, int from, int to) {
    int at = from;
    if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
      at++;
    }
    int digits = 0;
    boolean point = false;
    while (at < to && (isDigit(bytes[at]) || (bytes[at] == '.' && !point))) {
      point |= bytes[at] == '.';
      digits += isDigit(bytes[at]) ? 1 : 0;
      at++;
    }
    if (digits == 0 || at == to) {
      return digits > 0;
    }
    if (bytes[at] != 'e' && bytes[at] != 'E') {
      return false;
    }
    at++;
    if (at < to && (bytes[at] == '-' || bytes[at] == '+')) {
      at++;
    }
    int exponentDigits = to - at;
    while (at < to && isDigit(bytes[at])) {
      at++;
    }
    return at == to && exponentDigits > 0 && exponentDigits <= 9;
  }

  private static boolean isDigit(byte value) {
    return value >= '0' && value <= '9';
  }
}
