package io.gpuledger.cost.unit;

import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * What a figure is told per: a quantity that is counted exactly, in whole numbers of a base.
 *
 * @param name as answers and screens write it
 * @param base how many of the base make one; above zero
 * @param coverage what the part of the quantity that was measured is called
 */
public record Unit(String name, BigInteger base, String coverage) {
  /** Device-time, counted in nanoseconds. */
  public static final Unit GPU_HOUR =
      new Unit("GPU-hour", BigInteger.valueOf(3_600_000_000_000L), "telemetry coverage");

  /** Energy, counted in microjoules. */
  public static final Unit KILOWATT_HOUR =
      new Unit("kWh", BigInteger.valueOf(3_600_000_000_000L), "energy coverage");

  /** Data moved, 10^9 bytes, counted in 1e-18 bytes. */
  public static final Unit GIGABYTE =
      new Unit("GB", BigInteger.TEN.pow(9).multiply(DataUnit.PARTS), "data coverage");

  /** Data moved, 2^30 bytes, counted in 1e-18 bytes. */
  public static final Unit GIBIBYTE =
      new Unit("GiB", BigInteger.TWO.pow(30).multiply(DataUnit.PARTS), "data coverage");

  /** 10^6 tokens, counted in 1e-18 of one. */
  public static final Unit MILLION_TOKENS = counted("million tokens", 6);

  /** 10^6 vectors, counted in 1e-18 of one. */
  public static final Unit MILLION_VECTORS = counted("million vectors", 6);

  /** 10^3 queries, counted in 1e-18 of one. */
  public static final Unit THOUSAND_QUERIES = counted("thousand queries", 3);

  private static Unit counted(String name, int power) {
    return new Unit(name, BigInteger.TEN.pow(power + Amount.SCALE), "share with a quantity");
  }

  public Unit {
    if (name.isBlank() || coverage.isBlank()) {
      throw new IllegalArgumentException("a unit needs a name and a noun of coverage");
    }
    if (base.signum() <= 0) {
      throw new IllegalArgumentException("the base of " + name + " is " + base);
    }
  }

  /** A quantity in this unit, for people, HALF_UP. */
  public BigDecimal shown(BigInteger quantity, int digits) {
    return new BigDecimal(quantity).divide(new BigDecimal(base), digits, RoundingMode.HALF_UP);
  }
}
