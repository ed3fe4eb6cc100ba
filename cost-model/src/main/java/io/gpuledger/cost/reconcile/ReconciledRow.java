package io.gpuledger.cost.reconcile;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One billed row of a machine's day with its parts, or the unbilled time of one.
 *
 * @param day the UTC day
 * @param cluster of the machine, or {@code -}
 * @param node its name, or {@code -}
 * @param key invoice, SKU, resource and the rest
 * @param paidNanos what the bill states
 * @param unpricedNanos of it, time whose money the bill leaves out
 * @param hours parts that sum to {@code paidNanos}
 * @param states money by state; sums to the billed money
 * @param money parts that sum to the billed money
 */
public record ReconciledRow(
    LocalDate day,
    String cluster,
    String node,
    BilledKey key,
    BigInteger paidNanos,
    BigInteger unpricedNanos,
    Map<HourPart, BigInteger> hours,
    Map<State, Amount> states,
    Map<MoneyPart, Amount> money) {
  public ReconciledRow {
    hours = Collections.unmodifiableMap(copy(HourPart.class, hours));
    states = Collections.unmodifiableMap(copy(State.class, states));
    money = Collections.unmodifiableMap(copy(MoneyPart.class, money));
  }

  private static <K extends Enum<K>, V> EnumMap<K, V> copy(Class<K> type, Map<K, V> of) {
    EnumMap<K, V> copy = new EnumMap<>(type);
    copy.putAll(of);
    return copy;
  }

  /** All its money. */
  public Amount billed() {
    return states.values().stream().reduce(Amount.ZERO, Amount::plus);
  }
}
