package io.gpuledger.cost.owned;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Instant;

/**
 * Energy that was measured over a range, taken to be even within it.
 *
 * @param range when; an hour or less keeps tariff bands apart
 * @param microjoules how much; not negative
 */
public record EnergyReading(TimeRange range, BigInteger microjoules) {
  private static final BigInteger NANOJOULES_PER_MICROJOULE = BigInteger.valueOf(1_000);

  public EnergyReading {
    Faults.of("energy from " + range.start())
        .check(
            microjoules.signum() >= 0,
            ProblemCode.NOT_ALLOWED_VALUE,
            "microjoules",
            microjoules + " is below 0")
        .orRefuse();
  }

  /** The energy within a part of the range, such that parts sum to the whole exactly. */
  BigInteger nanojoules(TimeRange part) {
    return upTo(part.end()).subtract(upTo(part.start()));
  }

  private BigInteger upTo(Instant at) {
    return microjoules
        .multiply(NANOJOULES_PER_MICROJOULE)
        .multiply(BigInteger.valueOf(range.before(at).toNanos()))
        .divide(BigInteger.valueOf(range.length().toNanos()));
  }
}
