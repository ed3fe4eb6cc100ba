package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a question comes to.
 *
 * @param byCurrency cost by currency, each apart
 * @param deviceNanos device-time that was paid for
 */
public record SpendTotal(Map<String, Amount> byCurrency, BigInteger deviceNanos) {
  public static final SpendTotal NOTHING = new SpendTotal(Map.of(), BigInteger.ZERO);

  private static final BigDecimal NANOS_PER_HOUR = BigDecimal.valueOf(3_600_000_000_000L);

  public SpendTotal {
    byCurrency = Collections.unmodifiableMap(new TreeMap<>(byCurrency));
  }

  public SpendTotal plus(SpendTotal more) {
    Map<String, Amount> sums = new TreeMap<>(byCurrency);
    more.byCurrency.forEach((currency, amount) -> sums.merge(currency, amount, Amount::plus));
    return new SpendTotal(sums, deviceNanos.add(more.deviceNanos));
  }

  /** The cost in one currency. */
  public Amount in(String currency) {
    return byCurrency.getOrDefault(currency, Amount.ZERO);
  }

  /** The device-time in hours, rounded down past 18 digits so that no limit is reached early. */
  public Amount hours() {
    return Amount.of(
        new BigDecimal(deviceNanos).divide(NANOS_PER_HOUR, Amount.SCALE, RoundingMode.FLOOR));
  }

  /** What of it a budget measures against its limit. */
  public Amount of(BudgetUnit unit, String currency) {
    return switch (unit) {
      case MONEY -> in(currency);
      case GPU_HOURS -> hours();
    };
  }
}
