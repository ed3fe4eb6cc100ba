package io.gpuledger.dashboard.query;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Ratios for the screen; they never flow back into the ledger. */
final class Ratios {
  private static final MathContext DIGITS = new MathContext(6, RoundingMode.HALF_UP);

  private Ratios() {}

  /** part / whole to six digits, or null where there is no whole. */
  static @Nullable BigDecimal of(BigInteger part, BigInteger whole) {
    return whole.signum() == 0 ? null : new BigDecimal(part).divide(new BigDecimal(whole), DIGITS);
  }
}
