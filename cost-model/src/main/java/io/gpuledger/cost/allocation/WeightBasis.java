package io.gpuledger.cost.allocation;

import io.gpuledger.cost.allocation.SharedLines.Weight;
import java.util.List;

/** Which costs of other charges a weight is the sum of. */
public enum WeightBasis {
  AMORTISED("amortised cost"),
  /** Of bills that have no amortised cost. */
  INVOICED("invoiced cost"),
  /** Of charges with and of charges without an amortised cost. */
  BOTH("amortised cost (invoiced where the bill has none)");

  private final String words;

  WeightBasis(String words) {
    this.words = words;
  }

  /**
   * The basis of a sum.
   *
   * @param amortised whether any charge in it has an amortised cost
   * @param invoiced whether any charge in it has none
   */
  public static WeightBasis of(boolean amortised, boolean invoiced) {
    return !invoiced ? AMORTISED : amortised ? BOTH : INVOICED;
  }

  static WeightBasis of(List<Weight> weights) {
    return of(
        weights.stream().anyMatch(weight -> weight.basis() != INVOICED),
        weights.stream().anyMatch(weight -> weight.basis() != AMORTISED));
  }

  String words() {
    return words;
  }
}
