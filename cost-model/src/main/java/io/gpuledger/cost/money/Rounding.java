package io.gpuledger.cost.money;

import java.math.RoundingMode;

/** The only four places at which an amount may be rounded, with the mode of each. */
public enum Rounding {
  /** A native float or an over-long product read from a source. */
  READ(RoundingMode.HALF_EVEN),
  /** The product of a quantity and a unit price. */
  QUANTITY_TIMES_PRICE(RoundingMode.HALF_EVEN),
  /** The division of an amount among parts. */
  SPLIT(RoundingMode.HALF_EVEN),
  /** An amount shown to a person; a displayed value never flows back. */
  DISPLAY(RoundingMode.HALF_UP);

  private final RoundingMode mode;

  Rounding(RoundingMode mode) {
    this.mode = mode;
  }

  /** The mode used at this place. */
  public RoundingMode mode() {
    return mode;
  }
}
