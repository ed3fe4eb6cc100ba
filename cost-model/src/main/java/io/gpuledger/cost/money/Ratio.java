package io.gpuledger.cost.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * An exact ratio of two whole numbers, such as used to bought. It is rounded only when it is shown.
 *
 * @param numerator of any sign
 * @param denominator above zero
 */
public record Ratio(BigInteger numerator, BigInteger denominator) {
  public Ratio {
    if (denominator.signum() <= 0) {
      throw new IllegalArgumentException("denominator " + denominator + " is not above zero");
    }
  }

  /** The ratio, or empty where there is nothing to compare with: missing is not zero. */
  public static Optional<Ratio> of(BigInteger numerator, BigInteger denominator) {
    return denominator.signum() > 0
        ? Optional.of(new Ratio(numerator, denominator))
        : Optional.empty();
  }

  /** The ratio of two amounts, or empty where the second is not above zero. */
  public static Optional<Ratio> of(Amount numerator, Amount denominator) {
    return of(numerator.unscaled(), denominator.unscaled());
  }

  /** The ratio rounded HALF_UP for a person; never feed it back into the ledger. */
  public BigDecimal displayed(int digits) {
    return new BigDecimal(numerator)
        .divide(new BigDecimal(denominator), digits, Rounding.DISPLAY.mode());
  }
}
