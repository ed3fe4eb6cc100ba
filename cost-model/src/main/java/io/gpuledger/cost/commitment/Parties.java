package io.gpuledger.cost.commitment;

import io.gpuledger.cost.problem.Faults;

/**
 * Who stands behind a commitment.
 *
 * @param purchaser the team that bought it
 * @param unusedOwner the party that bears what nobody uses; never left open
 */
public record Parties(String purchaser, String unusedOwner) {
  public Parties {
    Faults.of("parties of a commitment")
        .text(purchaser, "purchaser")
        .text(unusedOwner, "unusedOwner")
        .orRefuse();
  }
}
