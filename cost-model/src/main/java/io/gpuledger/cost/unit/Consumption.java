package io.gpuledger.cost.unit;

import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Money of usage with what was used, by the unit that the bill counts it in. Sums keep units apart:
 * money of one is in the price of no other.
 *
 * @param byUnit by the bill's own unit
 * @param uncounted money of charges that say no quantity
 */
public record Consumption(Map<String, Counted> byUnit, Amount uncounted) {
  public static final Consumption NOTHING = new Consumption(Map.of(), Amount.ZERO);

  /**
   * Money and quantity of a unit.
   *
   * @param linesWithout lines whose money is not known
   */
  public record Counted(Amount amount, Amount quantity, long linesWithout) {
    Counted plus(Counted other) {
      return new Counted(
          amount.plus(other.amount),
          quantity.plus(other.quantity),
          linesWithout + other.linesWithout);
    }

    /** What one costs, HALF_UP; empty as {@link Compared#price} is. */
    public Optional<BigDecimal> price(int digits) {
      return quantity.signum() <= 0 || amount.signum() < 0 || linesWithout > 0
          ? Optional.empty()
          : Optional.of(
              amount.toBigDecimal().divide(quantity.toBigDecimal(), digits, RoundingMode.HALF_UP));
    }
  }

  /** Money and quantity of all units of a kind, the quantity in the base of their unit. */
  public record Compared(Amount amount, BigInteger quantity, long linesWithout) {
    private static final Compared NOTHING = new Compared(Amount.ZERO, BigInteger.ZERO, 0);

    /**
     * What one costs, HALF_UP; empty where nothing was used, where more was given back than paid,
     * or where some of the money is not known: a price of part of it would be too low.
     */
    public Optional<BigDecimal> price(UnitMeasure measure) {
      return linesWithout > 0 || amount.signum() < 0
          ? Optional.empty()
          : measure.of(amount.toBigDecimal(), quantity);
    }
  }

  public Consumption {
    byUnit = Map.copyOf(byUnit);
  }

  /**
   * A sum of charges of one unit.
   *
   * @param unit as the bill writes it, empty without one
   * @param quantity in it; empty where the bill counts nothing
   * @param linesWithout lines whose money is not known
   */
  public static Consumption of(
      Amount cost, String unit, Optional<Amount> quantity, long linesWithout) {
    return quantity.isEmpty() || unit.isBlank()
        ? new Consumption(Map.of(), cost)
        : new Consumption(
            Map.of(unit.strip(), new Counted(cost, quantity.get(), linesWithout)), Amount.ZERO);
  }

  public Consumption plus(Consumption other) {
    Map<String, Counted> sums = new TreeMap<>(byUnit);
    other.byUnit.forEach((unit, counted) -> sums.merge(unit, counted, Counted::plus));
    return new Consumption(sums, uncounted.plus(other.uncounted));
  }

  /** All of the money, counted or not. */
  public Amount amount() {
    Amount all = uncounted;
    for (Counted counted : byUnit.values()) {
      all = all.plus(counted.amount());
    }
    return all;
  }

  /** What of it is counted in units of this kind; empty where none is. */
  public Optional<Compared> in(Unit unit) {
    Compared sum = Compared.NOTHING;
    boolean any = false;
    for (Map.Entry<String, Counted> own : byUnit.entrySet()) {
      Optional<CountedUnit> of =
          CountedUnit.parse(own.getKey()).filter(found -> found.counted().equals(unit));
      if (of.isPresent()) {
        any = true;
        sum =
            new Compared(
                sum.amount().plus(own.getValue().amount()),
                sum.quantity().add(of.get().count(own.getValue().quantity())),
                sum.linesWithout() + own.getValue().linesWithout());
      }
    }
    return any ? Optional.of(sum) : Optional.empty();
  }
}
