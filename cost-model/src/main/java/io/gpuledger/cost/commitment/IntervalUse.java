package io.gpuledger.cost.commitment;

import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * All eligible usage in one interval of fulfilment, which for most commitments is an hour.
 *
 * @param interval what the commitment leaves unused within it is lost
 * @param draws in a stable order
 * @param seen of how much device-time anything is known, used or not, in {@link Draw#measure()
 *     measures}; empty where all of the interval is known
 */
public record IntervalUse(TimeRange interval, List<Draw> draws, Optional<BigInteger> seen) {
  public IntervalUse {
    draws = List.copyOf(draws);
  }

  /** An interval of which all is known. */
  public IntervalUse(TimeRange interval, List<Draw> draws) {
    this(interval, draws, Optional.empty());
  }
}
