package io.gpuledger.cost.currency;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;

/**
 * The rates of a closed period, as they were when it was closed.
 *
 * @param period the closed period
 * @param rates all that converts within it; what is missing here stays unconverted
 * @param closeId the close that locked them
 * @param lockedAt when
 */
public record RateLock(TimeRange period, ExchangeRateBook rates, String closeId, Instant lockedAt) {
  public RateLock {
    rates = rates.within(period);
    Faults.of("locked rates").text(closeId, "closeId").orRefuse();
  }
}
