package io.gpuledger.cost.energy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.util.Optional;

/**
 * Where a cluster stands and what its energy emits, for a time.
 *
 * @param cluster as telemetry calls it
 * @param region the provider's region, or a name of the place; may be empty
 * @param valid when this holds
 * @param hostFactor energy of the machine for one unit of its GPUs'; 1 or more
 * @param pue energy of the building for one unit of the machines'; 1 or more
 * @param factor of the grid; empty where it is unknown, which is not zero
 */
public record CarbonSite(
    String cluster,
    String region,
    TimeRange valid,
    Amount hostFactor,
    Amount pue,
    Optional<GridFactor> factor) {
  public CarbonSite {
    Amount one = Amount.of(1);
    Faults.of("carbon of " + cluster)
        .text(cluster, "cluster")
        .check(pue.compareTo(one) >= 0, ProblemCode.NOT_ALLOWED_VALUE, "pue", pue + " is below 1")
        .check(
            hostFactor.compareTo(one) >= 0,
            ProblemCode.NOT_ALLOWED_VALUE,
            "hostFactor",
            hostFactor + " is below 1")
        .orRefuse();
  }
}
