package io.gpuledger.cost.owned;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A machine that draws power, with what is known of how much.
 *
 * @param resourceId the asset
 * @param running when it was in service
 * @param nameplateWatts what it draws at most, by its nameplate, for time without a reading
 * @param readings none overlapping; kept in order of time
 * @param terms what its energy costs
 */
public record PoweredMachine(
    String resourceId,
    TimeRange running,
    long nameplateWatts,
    List<EnergyReading> readings,
    PowerTerms terms) {
  public PoweredMachine {
    List<EnergyReading> ordered = new ArrayList<>(readings);
    ordered.sort(Comparator.comparing(reading -> reading.range().start()));
    readings = List.copyOf(ordered);
    Faults faults =
        Faults.of("power of " + resourceId)
            .text(resourceId, "resourceId")
            .check(
                nameplateWatts > 0,
                ProblemCode.NOT_ALLOWED_VALUE,
                "nameplateWatts",
                nameplateWatts + " is not above 0");
    Instant before = Instant.MIN;
    for (EnergyReading reading : readings) {
      faults.check(
          !reading.range().start().isBefore(before),
          ProblemCode.NOT_ALLOWED_VALUE,
          "readings",
          "two readings at " + reading.range().start());
      before = reading.range().end();
    }
    faults.orRefuse();
  }
}
