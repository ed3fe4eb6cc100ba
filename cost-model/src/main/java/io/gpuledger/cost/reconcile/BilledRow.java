package io.gpuledger.cost.reconcile;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.util.Map;

/**
 * What the charges of one key bill for one UTC day.
 *
 * @param key invoice, SKU, resource and the rest
 * @param paidNanos devices x time as the bill states it; below zero where it is taken back
 * @param hoursStated whether every charge of it says for how many devices it is
 * @param wholeDays whether every charge of it covers the whole day, so that its date may be that of
 *     the bill's own day
 * @param unpricedNanos device-time whose money the bill leaves out
 * @param owned money that has an owner, by state
 * @param unowned money without one, by state; not the part {@code unknownSku}
 * @param unknownSku money without an owner of a SKU that is not recognised
 */
public record BilledRow(
    BilledKey key,
    BigInteger paidNanos,
    boolean hoursStated,
    boolean wholeDays,
    BigInteger unpricedNanos,
    Map<State, Amount> owned,
    Map<State, Amount> unowned,
    Amount unknownSku) {
  public BilledRow {
    owned = Map.copyOf(owned);
    unowned = Map.copyOf(unowned);
  }

  /** All its money. */
  public Amount billed() {
    return sum(owned).plus(sum(unowned)).plus(unknownSku);
  }

  private static Amount sum(Map<State, Amount> amounts) {
    return amounts.values().stream().reduce(Amount.ZERO, Amount::plus);
  }
}
