package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.Optional;

/**
 * A credit for an outage. Only what was received lowers a cost; what is claimed is shown beside it.
 *
 * @param id of the claim
 * @param commitmentId what failed to hold
 * @param outage when
 * @param claimedAt when it was claimed
 * @param claimed how much; above zero
 * @param decision the provider's answer; empty while it is open
 */
public record SlaCredit(
    String id,
    String commitmentId,
    TimeRange outage,
    Instant claimedAt,
    Money claimed,
    Optional<Decision> decision) {
  public SlaCredit {
    Faults faults =
        Faults.of("SLA credit " + id)
            .text(id, "id")
            .text(commitmentId, "commitmentId")
            .check(
                claimed.amount().signum() > 0,
                ProblemCode.NOT_ALLOWED_VALUE,
                "claimed",
                claimed + " is not above 0");
    decision.ifPresent(
        answer ->
            faults
                .check(
                    answer.received().currency().equals(claimed.currency()),
                    ProblemCode.NOT_A_CURRENCY,
                    "received",
                    answer.received() + " is not in " + claimed.currency())
                .check(
                    answer.received().amount().signum() >= 0,
                    ProblemCode.NOT_ALLOWED_VALUE,
                    "received",
                    answer.received() + " is below 0")
                .check(
                    !answer.at().isBefore(claimedAt),
                    ProblemCode.TIME_OUT_OF_RANGE,
                    "at",
                    "is answered before it was claimed"));
    faults.orRefuse();
  }

  /**
   * What the provider granted.
   *
   * @param at when
   * @param received zero where it was refused
   */
  public record Decision(Instant at, Money received) {}

  /** What was received before an instant. */
  public Money receivedBy(Instant at) {
    return decision
        .filter(answer -> answer.at().isBefore(at))
        .map(Decision::received)
        .orElse(Money.zero(claimed.currency()));
  }

  /** What is claimed and not answered before an instant. */
  public Money openAt(Instant at) {
    boolean open =
        claimedAt.isBefore(at) && decision.filter(answer -> answer.at().isBefore(at)).isEmpty();
    return open ? claimed : Money.zero(claimed.currency());
  }

  /** What was claimed and not granted, known before an instant; below zero where more was. */
  public Money refusedBy(Instant at) {
    return decision
        .filter(answer -> answer.at().isBefore(at))
        .map(
            answer ->
                new Money(claimed.currency(), claimed.amount().minus(answer.received().amount())))
        .orElse(Money.zero(claimed.currency()));
  }
}
