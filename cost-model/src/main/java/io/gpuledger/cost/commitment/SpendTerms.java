package io.gpuledger.cost.commitment;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.List;

/**
 * Money to be spent with a provider in each of some periods: an EDP, a MACC, a Google commitment.
 *
 * @param targets in order of time, one at least, none overlapping, within the term
 */
public record SpendTerms(List<SpendTarget> targets) implements CommitmentTerms {
  public SpendTerms {
    targets = List.copyOf(targets);
    Faults.of("spend terms")
        .check(!targets.isEmpty(), ProblemCode.MISSING_VALUE, "targets", "are missing")
        .orRefuse();
  }

  @Override
  public void check(TimeRange term, Faults faults) {
    Instant before = term.start();
    for (SpendTarget target : targets) {
      faults.check(
          !target.period().start().isBefore(before),
          ProblemCode.NOT_ALLOWED_VALUE,
          "targets",
          "the target from " + target.period().start() + " begins before " + before);
      before = target.period().end();
    }
    faults.check(
        !before.isAfter(term.end()),
        ProblemCode.NOT_ALLOWED_VALUE,
        "targets",
        "end at " + before + ", after the term at " + term.end());
  }
}
