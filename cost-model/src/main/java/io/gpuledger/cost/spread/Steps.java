package io.gpuledger.cost.spread;

import io.gpuledger.cost.money.Amount;
import java.time.Instant;
import java.util.List;

/**
 * Amounts that fall at instants. One at the border of two ranges falls on the later.
 *
 * @param steps in any order
 */
public record Steps(List<Step> steps) implements Spread {
  public Steps {
    steps = List.copyOf(steps);
  }

  /**
   * One amount.
   *
   * @param at when it falls
   * @param amount of any sign
   */
  public record Step(Instant at, Amount amount) {}

  /** One amount at one instant. */
  public static Steps of(Instant at, Amount amount) {
    return new Steps(List.of(new Step(at, amount)));
  }

  @Override
  public Amount upTo(Instant at) {
    Amount sum = Amount.ZERO;
    for (Step step : steps) {
      if (step.at().isBefore(at)) {
        sum = sum.plus(step.amount());
      }
    }
    return sum;
  }
}
