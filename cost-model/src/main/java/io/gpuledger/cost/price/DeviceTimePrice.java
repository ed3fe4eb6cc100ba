package io.gpuledger.cost.price;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Rounding;
import java.math.BigInteger;

/**
 * Device time times hourly price, kept unrounded as an integer of nanoseconds x 1e-18, so that any
 * number of pieces add up before the one rounding.
 */
public final class DeviceTimePrice {
  private static final BigInteger NANOS_PER_HOUR = BigInteger.valueOf(3_600_000_000_000L);

  private DeviceTimePrice() {}

  /** The unrounded product of a time and a price. */
  public static BigInteger product(long nanos, Amount perHour) {
    return BigInteger.valueOf(nanos).multiply(perHour.unscaled());
  }

  /** The amount of a sum of products: {@code 90 min x 2.00 = 3.00}. */
  public static Amount amount(BigInteger products) {
    return amount(products, 1);
  }

  /**
   * The amount of a sum of products that count parts of devices.
   *
   * @param parts how many of them are a device
   */
  public static Amount amount(BigInteger products, int parts) {
    return rounded(products, NANOS_PER_HOUR.multiply(BigInteger.valueOf(parts)));
  }

  /**
   * The sum of products that an amount is of, exactly.
   *
   * @param parts how many of them are a device
   */
  public static BigInteger undivided(Amount amount, int parts) {
    return amount.unscaled().multiply(NANOS_PER_HOUR).multiply(BigInteger.valueOf(parts));
  }

  /**
   * The price of an hour of a sum of prices that count parts of devices.
   *
   * @param prices prices x 10^18 x parts
   * @param parts how many of them are a device
   */
  public static Amount perHour(BigInteger prices, int parts) {
    return rounded(prices, BigInteger.valueOf(parts));
  }

  private static Amount rounded(BigInteger dividend, BigInteger divisor) {
    return Fraction.amount(dividend, divisor, Rounding.QUANTITY_TIMES_PRICE);
  }
}
