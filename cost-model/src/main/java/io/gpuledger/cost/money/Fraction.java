package io.gpuledger.cost.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Amounts from exact fractions of whole numbers, with one rounding at a named place. */
public final class Fraction {
  private Fraction() {}

  /**
   * The amount of {@code dividend / divisor} in units of 1e-18.
   *
   * @param divisor not zero
   */
  public static Amount amount(BigInteger dividend, BigInteger divisor, Rounding place) {
    BigDecimal quotient = new BigDecimal(dividend).divide(new BigDecimal(divisor), 0, place.mode());
    return Amount.ofUnscaled(quotient.setScale(0, RoundingMode.UNNECESSARY).unscaledValue());
  }

  /**
   * {@code amount x numerator / denominator}.
   *
   * @param denominator not zero
   */
  public static Amount times(
      Amount amount, BigInteger numerator, BigInteger denominator, Rounding place) {
    return amount(amount.unscaled().multiply(numerator), denominator, place);
  }

  /** The product of a quantity and a unit price. */
  public static Amount product(Amount quantity, Amount unitPrice) {
    return amount(
        quantity.unscaled().multiply(unitPrice.unscaled()),
        BigInteger.TEN.pow(Amount.SCALE),
        Rounding.QUANTITY_TIMES_PRICE);
  }
}
