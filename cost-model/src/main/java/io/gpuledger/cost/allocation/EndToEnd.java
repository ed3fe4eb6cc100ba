package io.gpuledger.cost.allocation;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Split;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides a row of charges among owners with as few parts as can be: the charges are laid end to
 * end along the owners' shares of their total, and each is cut only where a border between two
 * owners falls inside it. N charges and M owners make N + M - 1 parts at most, instead of N x M.
 *
 * <p>The charges are measured by one of their costs, and all have the same sign in it. Each owner's
 * total of that cost is its share of the whole by {@link Split#byWeight}, to the last digit; the
 * other costs of a charge that is cut are divided in the same proportion.
 */
final class EndToEnd {
  private final List<BigInteger> left = new ArrayList<>();
  private int owner;

  /**
   * What lies along what.
   *
   * @param total of all charges in the measured cost
   * @param weights of the owners, each above zero
   */
  EndToEnd(Amount total, List<BigInteger> weights) {
    for (Amount share : Split.byWeight(total, weights)) {
      left.add(share.unscaled().abs());
    }
  }

  /**
   * A part of a charge.
   *
   * @param owner whose it is: a position among the weights
   * @param costs how much
   */
  record Part(int owner, Costs costs) {}

  /**
   * The parts of the next charge.
   *
   * @param costs its costs
   * @param measured the one that charges are measured by, not 0
   * @return at least one; they sum to {@code costs} exactly
   * @throws IllegalStateException if the charges come to more than their total
   */
  List<Part> next(Costs costs, Amount measured) {
    List<Integer> owners = new ArrayList<>(1);
    List<BigInteger> lengths = new ArrayList<>(1);
    BigInteger rest = measured.unscaled().abs();
    while (rest.signum() > 0) {
      if (owner == left.size()) {
        throw new IllegalStateException("charges are longer than their total by " + rest);
      }
      BigInteger length = rest.min(left.get(owner));
      if (length.signum() > 0) {
        owners.add(owner);
        lengths.add(length);
        rest = rest.subtract(length);
        left.set(owner, left.get(owner).subtract(length));
      }
      if (left.get(owner).signum() == 0) {
        owner++;
      }
    }
    List<Costs> parts = costs.split(lengths);
    List<Part> found = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      found.add(new Part(owners.get(i), parts.get(i)));
    }
    return found;
  }

  /** Whether the charges came to their total. */
  boolean isDone() {
    return left.stream().allMatch(some -> some.signum() == 0);
  }
}
