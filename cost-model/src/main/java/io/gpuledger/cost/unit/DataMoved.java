package io.gpuledger.cost.unit;

import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Money of moving data, with the data that it moved.
 *
 * @param amount of charges that count data
 * @param moved how much, in 1e-18 bytes
 * @param uncounted money of charges of moving data that count none: their unit is no data unit, or
 *     they have no quantity
 */
public record DataMoved(Amount amount, BigInteger moved, Amount uncounted) {
  public static final DataMoved NOTHING = new DataMoved(Amount.ZERO, BigInteger.ZERO, Amount.ZERO);

  /**
   * A sum of charges of one unit.
   *
   * @param unit as the bill writes it, empty without one
   * @param quantity in it; empty where the bill counts nothing
   */
  public static DataMoved of(Amount cost, String unit, Optional<Amount> quantity) {
    Optional<BigInteger> moved = DataUnit.parse(unit).flatMap(of -> quantity.map(of::count));
    return moved
        .map(count -> new DataMoved(cost, count, Amount.ZERO))
        .orElseGet(() -> new DataMoved(Amount.ZERO, BigInteger.ZERO, cost));
  }

  public DataMoved plus(DataMoved other) {
    return new DataMoved(
        amount.plus(other.amount), moved.add(other.moved), uncounted.plus(other.uncounted));
  }

  /** This without some of it. */
  public DataMoved minus(DataMoved other) {
    return new DataMoved(
        amount.minus(other.amount), moved.subtract(other.moved), uncounted.minus(other.uncounted));
  }

  /** What was paid for moving data, counted or not. */
  public Amount all() {
    return amount.plus(uncounted);
  }

  /** The counted money over 10^9 bytes, HALF_UP; empty where nothing was moved. */
  public Optional<BigDecimal> perGigabyte() {
    return UnitMeasure.COST_PER_GIGABYTE.of(amount.toBigDecimal(), moved);
  }

  /** The counted money over 2^30 bytes, HALF_UP; empty where nothing was moved. */
  public Optional<BigDecimal> perGibibyte() {
    return UnitMeasure.COST_PER_GIBIBYTE.of(amount.toBigDecimal(), moved);
  }
}
