package io.gpuledger.cost.allocation;

import io.gpuledger.cost.allocation.SharedLines.Weight;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** What owners have of the charges that something of one cell may stand on. */
@FunctionalInterface
public interface StandsOn {
  /**
   * What they have on the cell's day.
   *
   * @param link a {@link SharedCharge.Link#key()}
   * @return each owner once, in a fixed order; empty where the day has none
   */
  List<Weight> ofDay(String link);

  /**
   * What they had in the last month before the cell's that has any such charge. It is asked for
   * only where no link has anything on the day.
   *
   * @param link a {@link SharedCharge.Link#key()}
   */
  default Optional<Month> before(String link) {
    return Optional.empty();
  }

  /** What they have of the accounts that a rule names instead of the cell's own; else nothing. */
  default StandsOn of(SharedChargeRule rule) {
    return link -> List.of();
  }

  /**
   * The charges of a whole month.
   *
   * @param month of UTC days
   * @param weights each owner once, in a fixed order; at least one
   */
  record Month(YearMonth month, List<Weight> weights) {
    public Month {
      weights = List.copyOf(weights);
    }
  }
}
