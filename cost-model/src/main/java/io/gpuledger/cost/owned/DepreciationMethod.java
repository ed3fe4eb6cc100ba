package io.gpuledger.cost.owned;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;

/** How the cost of an asset falls on the months of its life. */
public sealed interface DepreciationMethod {
  /** As it stands in a trace. */
  String text();

  /** The same for each month. */
  record StraightLine() implements DepreciationMethod {
    @Override
    public String text() {
      return "straight-line";
    }
  }

  /**
   * Each year of life a share of what is left, until a straight line over the rest is more.
   *
   * @param factor the share of a year, times the life in years: 2 is double declining; above 1
   */
  record DecliningBalance(Amount factor) implements DepreciationMethod {
    public DecliningBalance {
      Faults.of("declining balance")
          .check(
              factor.compareTo(Amount.of(1)) > 0,
              ProblemCode.NOT_ALLOWED_VALUE,
              "factor",
              factor + " is not above 1; use straight-line")
          .orRefuse();
    }

    @Override
    public String text() {
      return "declining balance x " + factor;
    }
  }
}
