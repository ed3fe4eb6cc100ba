package io.gpuledger.cost.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Objects;

/**
 * An exact decimal at scale 18: the one type for money and billed quantities.
 *
 * <p>Two amounts are equal when their values are equal. The textual form is canonical: no exponent,
 * no trailing zeros, so it can be compared as text. The range is that of Decimal(38,18): twenty
 * digits before the point.
 */
public final class Amount implements Comparable<Amount> {
  /** Digits after the point. */
  public static final int SCALE = 18;

  /** Costs at or above this magnitude are refused when read. */
  public static final BigDecimal COST_LIMIT = BigDecimal.TEN.pow(12);

  /** Quantities at or above this magnitude are refused when read. */
  public static final BigDecimal QUANTITY_LIMIT = BigDecimal.TEN.pow(20);

  public static final Amount ZERO = new Amount(BigDecimal.ZERO.setScale(SCALE));

  /** Largest power of ten, up or down, of a value that becomes an amount. */
  private static final int EXPONENT_LIMIT = 400;

  private final BigDecimal value;

  private Amount(BigDecimal value) {
    this.value = value;
  }

  /**
   * The amount with exactly this value.
   *
   * @throws ArithmeticException if the value has non-zero digits past scale 18, or an exponent
   *     whose digits alone would fill the memory
   */
  public static Amount of(BigDecimal value) {
    refuseAbsurd(value);
    return new Amount(value.setScale(SCALE));
  }

  /** E notation is short whatever it stands for; no sum of this world needs so many digits. */
  private static void refuseAbsurd(BigDecimal value) {
    if (Math.abs((long) value.precision() - value.scale()) > EXPONENT_LIMIT
        || Math.abs((long) value.scale()) > EXPONENT_LIMIT) {
      throw new ArithmeticException("an exponent beyond " + EXPONENT_LIMIT);
    }
  }

  public static Amount of(long value) {
    return of(BigDecimal.valueOf(value));
  }

  /**
   * The amount rounded to scale 18 at a named place.
   *
   * @throws ArithmeticException if the value has an exponent beyond reason
   */
  public static Amount rounded(BigDecimal value, Rounding place) {
    refuseAbsurd(value);
    return new Amount(value.setScale(SCALE, place.mode()));
  }

  /** The amount whose value is {@code unscaled} x 10^-18. */
  public static Amount ofUnscaled(BigInteger unscaled) {
    return new Amount(new BigDecimal(unscaled, SCALE));
  }

  /**
   * Reads plain or E notation, as {@link #toString} prints and more.
   *
   * @throws NumberFormatException if the text is not a decimal
   * @throws ArithmeticException if it has non-zero digits past scale 18
   */
  public static Amount parse(String text) {
    return of(new BigDecimal(text));
  }

  public Amount plus(Amount other) {
    return new Amount(value.add(other.value));
  }

  public Amount minus(Amount other) {
    return new Amount(value.subtract(other.value));
  }

  public Amount negated() {
    return new Amount(value.negate());
  }

  public int signum() {
    return value.signum();
  }

  public boolean isZero() {
    return value.signum() == 0;
  }

  /** The value at scale 18. */
  public BigDecimal toBigDecimal() {
    return value;
  }

  /** The value x 10^18 as an integer. */
  public BigInteger unscaled() {
    return value.unscaledValue();
  }

  /** The value rounded HALF_UP for a person; never feed it back into the ledger. */
  public BigDecimal displayed(int digits) {
    return value.setScale(digits, Rounding.DISPLAY.mode());
  }

  @Override
  public int compareTo(Amount other) {
    return value.compareTo(other.value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Amount amount && value.compareTo(amount.value) == 0;
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(value);
  }

  /** Canonical text: {@code "0"}, {@code "2124"}, {@code "-0.000000000000000001"}. */
  @Override
  public String toString() {
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
