package io.gpuledger.cost.energy;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.LocalDate;

/**
 * What a kilowatt-hour of a grid emits, location-based: the average of what the grid delivers,
 * whatever the provider bought.
 *
 * @param gramsPerKwh grams of CO2 equivalent, not negative
 * @param source who says so
 * @param date when it was said or read
 */
public record GridFactor(Amount gramsPerKwh, String source, LocalDate date) {
  public GridFactor {
    Faults.of("grid factor")
        .check(
            gramsPerKwh.signum() >= 0,
            ProblemCode.NOT_ALLOWED_VALUE,
            "gramsPerKwh",
            gramsPerKwh + " is below 0")
        .text(source, "source")
        .orRefuse();
  }
}
