package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All commitments. What an exchanged one was credited with is what its successor was begun with.
 *
 * @param commitments each id once
 */
public record CommitmentRegister(List<Commitment> commitments) {
  /** Most commitments. */
  public static final int COMMITMENTS_LIMIT = 100_000;

  public CommitmentRegister {
    commitments = List.copyOf(commitments);
    Faults faults =
        Faults.of("commitments")
            .check(
                commitments.size() <= COMMITMENTS_LIMIT,
                ProblemCode.INPUT_TOO_LARGE,
                "",
                commitments.size() + " commitments, at most " + COMMITMENTS_LIMIT + " are allowed");
    Map<String, Commitment> byId = new HashMap<>();
    Map<String, Amount> credits = new HashMap<>();
    for (Commitment commitment : commitments) {
      faults.check(
          byId.put(commitment.key().id(), commitment) == null,
          ProblemCode.NOT_ALLOWED_VALUE,
          commitment.key().id(),
          "stands in the register twice");
      commitment
          .ending()
          .filter(ending -> ending.kind() == Ending.Kind.EXCHANGED)
          .ifPresent(ending -> credits.merge(ending.successorId(), ending.credit(), Amount::plus));
    }
    credits.forEach(
        (successor, credit) ->
            faults.check(
                Optional.ofNullable(byId.get(successor))
                    .filter(there -> transferredTo(there).equals(credit))
                    .isPresent(),
                ProblemCode.NOT_ALLOWED_VALUE,
                successor,
                "was exchanged for with a credit of " + credit + " and is not begun with it"));
    faults.orRefuse();
  }

  private static Amount transferredTo(Commitment commitment) {
    return commitment.terms() instanceof HourlyTerms hourly
        ? hourly.upfront().map(Upfront::transferred).orElse(Amount.ZERO)
        : Amount.ZERO;
  }

  /** The commitment that bills name so. */
  public Optional<Commitment> find(String id) {
    return commitments.stream().filter(one -> one.key().id().equals(id)).findFirst();
  }

  /**
   * The commitments that hold at an instant and no longer do after a time, the first to end first.
   */
  public List<Commitment> endingWithin(Instant at, Duration time) {
    return commitments.stream()
        .filter(one -> one.statusAt(at) == CommitmentStatus.ACTIVE)
        .filter(one -> !one.end().isAfter(at.plus(time)))
        .sorted(Comparator.comparing(Commitment::end))
        .toList();
  }
}
