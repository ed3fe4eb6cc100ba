package io.gpuledger.dashboard.budget;

import java.time.Instant;
import java.util.List;

/** Which version of a budget a period that is over is measured by. */
final class BudgetVersions {
  private BudgetVersions() {}

  /**
   * The version that a period ended with, so that what it crossed stays with the version it
   * crossed. A period from before the budget was made has its first version.
   *
   * @param versions in order, without those that were deleted
   * @param end of the period
   * @param otherwise where there are none
   */
  static Budget at(List<Budget> versions, Instant end, Budget otherwise) {
    Budget found = versions.isEmpty() ? otherwise : versions.get(0);
    for (Budget version : versions) {
      found = version.effectiveFrom().isBefore(end) ? version : found;
    }
    return found;
  }
}
