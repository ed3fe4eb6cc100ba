package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the bills say of one commitment in a period.
 *
 * @param provider who bills it
 * @param currency of all amounts
 * @param upfront billed at once in the period
 * @param recurring billed as a fee of the period
 * @param used effective cost of covered usage, by owner
 * @param unused effective cost of what nobody used, by the owner that ownership rules give it
 * @param other effective cost that is neither: refunds, corrections, credits
 * @param withoutEffective charges that carry no effective cost
 * @param usedContracted what the covered usage would cost without the commitment; empty where a
 *     charge leaves it out
 * @param eligibleContracted the same of all usage of the services and models that it covers; empty
 *     where a charge leaves it out
 * @param quantities what the bills count it in
 */
public record BilledCommitment(
    String provider,
    String currency,
    Amount upfront,
    Amount recurring,
    SortedMap<String, Amount> used,
    SortedMap<String, Amount> unused,
    Amount other,
    long withoutEffective,
    Optional<Amount> usedContracted,
    Optional<Amount> eligibleContracted,
    Optional<Quantities> quantities) {
  public BilledCommitment {
    used = Collections.unmodifiableSortedMap(new TreeMap<>(used));
    unused = Collections.unmodifiableSortedMap(new TreeMap<>(unused));
  }

  /**
   * FOCUS CommitmentDiscountQuantity of the period.
   *
   * @param unit FOCUS CommitmentDiscountUnit
   */
  public record Quantities(Amount used, Amount unused, String unit) {}

  /**
   * Whether the bills divide the cost into what was used and what was not. Those of a prepaid stock
   * often count its units and leave its cost at zero.
   */
  public boolean dividesUse() {
    return Stream.concat(used.values().stream(), unused.values().stream())
        .anyMatch(cost -> !cost.isZero());
  }

  Money money(Amount amount) {
    return new Money(currency, amount);
  }

  Amount usedCost() {
    return used.values().stream().reduce(Amount.ZERO, Amount::plus);
  }

  Amount unusedCost() {
    return unused.values().stream().reduce(Amount.ZERO, Amount::plus);
  }
}
