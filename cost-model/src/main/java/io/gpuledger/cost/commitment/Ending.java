package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.Instant;

/**
 * The end of a commitment before its term's.
 *
 * @param at from when it no longer holds
 * @param kind how it ended
 * @param credit what came back: a refund, or what the successor was credited with; below zero where
 *     ending it cost a fee
 * @param successorId the commitment that it was exchanged for, empty for a cancellation
 */
public record Ending(Instant at, Kind kind, Amount credit, String successorId) {
  public Ending {
    Faults.of("end of a commitment")
        .check(
            (kind == Kind.EXCHANGED) != successorId.isBlank(),
            ProblemCode.MISSING_VALUE,
            "successorId",
            "must be there for an exchange, and for an exchange only")
        .orRefuse();
  }

  /** How a commitment ended. */
  public enum Kind {
    CANCELED,
    EXCHANGED
  }

  public static Ending canceled(Instant at, Amount refund) {
    return new Ending(at, Kind.CANCELED, refund, "");
  }

  public static Ending exchanged(Instant at, Amount credit, String successorId) {
    return new Ending(at, Kind.EXCHANGED, credit, successorId);
  }
}
