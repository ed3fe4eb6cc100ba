package io.gpuledger.cost.reconcile;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Adds up rows of one currency. The parts keep summing to what was billed. One thread. */
public final class ReconciledTotal {
  private final EnumMap<HourPart, BigInteger> hours = new EnumMap<>(HourPart.class);
  private final EnumMap<State, Amount> states = new EnumMap<>(State.class);
  private final EnumMap<MoneyPart, Amount> money = new EnumMap<>(MoneyPart.class);
  private BigInteger paidNanos = BigInteger.ZERO;
  private BigInteger unpricedNanos = BigInteger.ZERO;
  private Amount billed = Amount.ZERO;

  public void add(ReconciledRow row) {
    row.hours().forEach((part, nanos) -> hours.merge(part, nanos, BigInteger::add));
    row.states().forEach((state, amount) -> states.merge(state, amount, Amount::plus));
    row.money().forEach((part, amount) -> money.merge(part, amount, Amount::plus));
    paidNanos = paidNanos.add(row.paidNanos());
    unpricedNanos = unpricedNanos.add(row.unpricedNanos());
    billed = billed.plus(row.billed());
  }

  /** Adds another total. */
  public void add(ReconciledTotal other) {
    other.hours.forEach((part, nanos) -> hours.merge(part, nanos, BigInteger::add));
    other.states.forEach((state, amount) -> states.merge(state, amount, Amount::plus));
    other.money.forEach((part, amount) -> money.merge(part, amount, Amount::plus));
    paidNanos = paidNanos.add(other.paidNanos);
    unpricedNanos = unpricedNanos.add(other.unpricedNanos);
    billed = billed.plus(other.billed);
  }

  /** Adds money that was billed and that no row has. */
  public void addUnexplained(Amount amount) {
    money.merge(MoneyPart.UNEXPLAINED, amount, Amount::plus);
    billed = billed.plus(amount);
  }

  /** Billed device-time; the sum of {@link #hours()}. */
  public BigInteger paidNanos() {
    return paidNanos;
  }

  public BigInteger unpricedNanos() {
    return unpricedNanos;
  }

  public Map<HourPart, BigInteger> hours() {
    return Collections.unmodifiableMap(hours);
  }

  /** Money by state, without what {@link #addUnexplained} added. */
  public Map<State, Amount> states() {
    return Collections.unmodifiableMap(states);
  }

  public Map<MoneyPart, Amount> money() {
    return Collections.unmodifiableMap(money);
  }

  /** Billed money; the sum of {@link #money()}. */
  public Amount billed() {
    return billed;
  }

  public Amount attributed() {
    return money.getOrDefault(MoneyPart.ATTRIBUTED, Amount.ZERO);
  }

  /** Device-time that samples tell of. */
  public BigInteger seenNanos() {
    return of(HourPart.Side.SEEN);
  }

  /** Device-time in inventory. */
  public BigInteger validNanos() {
    return seenNanos().add(of(HourPart.Side.VALID));
  }

  /** Billed less valid: the residual that the parts of that side divide. */
  public BigInteger paidMinusValidNanos() {
    return of(HourPart.Side.PAID_MINUS_VALID);
  }

  private BigInteger of(HourPart.Side side) {
    BigInteger sum = BigInteger.ZERO;
    for (Map.Entry<HourPart, BigInteger> part : hours.entrySet()) {
      if (part.getKey().side() == side) {
        sum = sum.add(part.getValue());
      }
    }
    return sum;
  }
}
