package io.gpuledger.cost.commitment;

import io.gpuledger.cost.time.TimeRange;
import java.util.List;

/**
 * All eligible usage in one interval of fulfilment, which for most commitments is an hour.
 *
 * @param interval what the commitment leaves unused within it is lost
 * @param draws in a stable order
 */
public record IntervalUse(TimeRange interval, List<Draw> draws) {
  public IntervalUse {
    draws = List.copyOf(draws);
  }
}
