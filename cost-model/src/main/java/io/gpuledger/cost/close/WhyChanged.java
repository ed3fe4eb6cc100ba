package io.gpuledger.cost.close;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Why a period cost something else than the one before, in three lines that sum to the change
 * exactly.
 *
 * @param usage more or less was used, at the average price before
 * @param rate what was used has another price
 * @param mixAndOneOff other things were used than before, and what came, went or counts no quantity
 * @param oneOff the part of the third line that came, went or counts no quantity
 * @param mostByRate the key whose price changed the cost most; empty where none did
 * @param mostByOneOff the key that came or went with most cost; empty where none did
 */
public record WhyChanged(
    Amount usage,
    Amount rate,
    Amount mixAndOneOff,
    Amount oneOff,
    Optional<String> mostByRate,
    Optional<String> mostByOneOff) {

  /** The change; the sum of the three lines. */
  public Amount change() {
    return usage.plus(rate).plus(mixAndOneOff);
  }

  /** The part of the third line that other things were used than before. */
  public Amount mix() {
    return mixAndOneOff.minus(oneOff);
  }

  /**
   * The three lines between two periods.
   *
   * <p>Of things that both periods count in one unit: {@code usage = sum over units of cost before
   * x (Q1 - Q0) / Q0}, {@code rate = sum of (cost after - cost before x q1 / q0)}. The third line
   * is the rest of the change.
   *
   * @param before each key once
   * @param after each key once, in the same currency
   */
  public static WhyChanged of(List<PricedUsage> before, List<PricedUsage> after) {
    Faults faults = Faults.of("comparison of two periods");
    Map<String, PricedUsage> old = byKey(before, faults);
    Map<String, PricedUsage> now = byKey(after, faults);
    faults.orRefuse();
    TreeSet<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(now.keySet());
    Sums sums = new Sums();
    for (String key : keys) {
      sums.add(key, Optional.ofNullable(old.get(key)), Optional.ofNullable(now.get(key)));
    }
    return sums.result();
  }

  private static Map<String, PricedUsage> byKey(List<PricedUsage> usages, Faults faults) {
    Map<String, PricedUsage> byKey = new HashMap<>();
    for (PricedUsage usage : usages) {
      faults.check(
          byKey.put(usage.key(), usage) == null,
          ProblemCode.NOT_ALLOWED_VALUE,
          "key",
          usage.key() + " comes twice in a period");
    }
    return byKey;
  }

  /** What is comparable of one unit. */
  private record OfUnit(Amount quantityBefore, Amount quantityAfter, Amount costBefore) {
    OfUnit plus(OfUnit other) {
      return new OfUnit(
          quantityBefore.plus(other.quantityBefore),
          quantityAfter.plus(other.quantityAfter),
          costBefore.plus(other.costBefore));
    }

    Amount usage() {
      return Fraction.times(
          costBefore,
          quantityAfter.minus(quantityBefore).unscaled(),
          quantityBefore.unscaled(),
          Rounding.SPLIT);
    }
  }

  /** The running sums of all keys. */
  private static final class Sums {
    private final Map<String, OfUnit> units = new TreeMap<>();
    private final List<Driver> rates = new ArrayList<>();
    private final List<Driver> oneOffs = new ArrayList<>();
    private Amount change = Amount.ZERO;

    private record Driver(String key, Amount amount) {}

    void add(String key, Optional<PricedUsage> old, Optional<PricedUsage> now) {
      Amount costBefore = old.map(PricedUsage::cost).orElse(Amount.ZERO);
      Amount costAfter = now.map(PricedUsage::cost).orElse(Amount.ZERO);
      Amount delta = costAfter.minus(costBefore);
      change = change.plus(delta);
      if (old.isEmpty() || now.isEmpty() || !old.get().comparesWith(now.get())) {
        oneOffs.add(new Driver(key, delta));
        return;
      }
      Amount before = old.get().quantity().orElseThrow();
      Amount after = now.get().quantity().orElseThrow();
      units.merge(old.get().unit(), new OfUnit(before, after, costBefore), OfUnit::plus);
      Amount atOldPrice =
          Fraction.times(costBefore, after.unscaled(), before.unscaled(), Rounding.SPLIT);
      rates.add(new Driver(key, costAfter.minus(atOldPrice)));
    }

    WhyChanged result() {
      Amount usage = units.values().stream().map(OfUnit::usage).reduce(Amount.ZERO, Amount::plus);
      Amount rate = sum(rates);
      return new WhyChanged(
          usage,
          rate,
          change.minus(usage).minus(rate),
          sum(oneOffs),
          largest(rates),
          largest(oneOffs));
    }

    private static Amount sum(List<Driver> drivers) {
      return drivers.stream().map(Driver::amount).reduce(Amount.ZERO, Amount::plus);
    }

    /** The largest by size; of equal ones the first by key. */
    private static Optional<String> largest(List<Driver> drivers) {
      Optional<Driver> largest = Optional.empty();
      for (Driver driver : drivers) {
        Amount size = size(driver);
        if (!size.isZero() && largest.filter(l -> size(l).compareTo(size) >= 0).isEmpty()) {
          largest = Optional.of(driver);
        }
      }
      return largest.map(Driver::key);
    }

    private static Amount size(Driver driver) {
      return driver.amount().signum() < 0 ? driver.amount().negated() : driver.amount();
    }
  }
}
