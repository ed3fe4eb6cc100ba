package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.List;

/**
 * A sum of charges of a period.
 *
 * @param values of the keys that were read, in their order
 * @param deviceNanos device-time that was paid for
 */
public record SpendRow(
    List<String> values, String currency, Amount billed, Amount effective, BigInteger deviceNanos) {
  public SpendRow {
    values = List.copyOf(values);
  }

  /** The cost that a metric names. */
  public Amount cost(Counted.Metric metric) {
    return switch (metric) {
      case BILLED -> billed;
      case EFFECTIVE -> effective;
    };
  }
}
