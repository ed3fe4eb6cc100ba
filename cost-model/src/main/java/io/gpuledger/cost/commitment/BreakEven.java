package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Ratio;
import java.util.Optional;

/** The utilisation from which a commitment is cheaper than the same hours without one. */
public final class BreakEven {
  private BreakEven() {}

  /**
   * {@code committed price / alternative price}, because committed hours are paid always.
   *
   * @param committedPerHour what a committed hour costs, upfront part included
   * @param alternativePerHour what the same hour costs without: on demand, or the spot blend
   * @return above 1 where it never pays; empty where the alternative costs nothing
   */
  public static Optional<Ratio> utilisation(Amount committedPerHour, Amount alternativePerHour) {
    return Ratio.of(committedPerHour, alternativePerHour);
  }
}
