package io.gpuledger.cost.close;

import io.gpuledger.cost.money.Amount;
import java.util.Optional;

/**
 * A figure that is not what it was.
 *
 * @param key what it is of
 * @param before empty where it was not there
 * @param after empty where it is no longer there
 */
public record FigureChange(FigureKey key, Optional<Amount> before, Optional<Amount> after) {
  /** What has to be added to the figure before. */
  public Amount delta() {
    return after.orElse(Amount.ZERO).minus(before.orElse(Amount.ZERO));
  }
}
