package io.gpuledger.cost.owned;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;

/**
 * From the energy of a machine to its price.
 *
 * @param pue energy of the building for one unit of the machines'; 1 or more
 * @param hostFactor energy of the machine for one unit that was measured: 1 where its whole supply
 *     is metered, about 1.6 where only its GPUs are; 1 or more
 * @param tariff what a kilowatt-hour costs when
 */
public record PowerTerms(Amount pue, Amount hostFactor, Tariff tariff) {
  public PowerTerms {
    Amount one = Amount.of(1);
    Faults.of("power")
        .check(pue.compareTo(one) >= 0, ProblemCode.NOT_ALLOWED_VALUE, "pue", pue + " is below 1")
        .check(
            hostFactor.compareTo(one) >= 0,
            ProblemCode.NOT_ALLOWED_VALUE,
            "hostFactor",
            hostFactor + " is below 1")
        .orRefuse();
  }
}
