package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.spread.Spread;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One commitment of a contract.
 *
 * @param key what it is called
 * @param kind which shape of terms it has
 * @param currency of all its amounts
 * @param term from its first instant to its expiry
 * @param parties who bears it
 * @param terms what was promised
 * @param ending an end before the term's
 */
public record Commitment(
    CommitmentKey key,
    CommitmentKind kind,
    String currency,
    TimeRange term,
    Parties parties,
    CommitmentTerms terms,
    Optional<Ending> ending) {
  public Commitment {
    Faults faults =
        Faults.of("commitment " + key.id())
            .check(!currency.isBlank(), ProblemCode.NOT_A_CURRENCY, "currency", "is missing")
            .check(
                kind.terms().isInstance(terms),
                ProblemCode.NOT_ALLOWED_VALUE,
                "terms",
                "of a "
                    + kind.text()
                    + " must be "
                    + kind.terms().getSimpleName()
                    + ", not "
                    + terms.getClass().getSimpleName());
    terms.check(term, faults);
    ending.ifPresent(
        end ->
            faults.check(
                !end.at().isBefore(term.start()) && end.at().isBefore(term.end()),
                ProblemCode.NOT_ALLOWED_VALUE,
                "ending",
                end.at() + " does not lie within the term"));
    faults.orRefuse();
  }

  /** The first instant at which the commitment no longer holds. */
  public Instant end() {
    return ending.map(Ending::at).orElse(term.end());
  }

  /**
   * Whether a target is promised at an instant. An early end cuts off the target that it falls in,
   * so that nothing is short of that one from then on: what the end costs is {@link Ending#credit}.
   */
  boolean promises(SpendTarget target, Instant at) {
    return !target.period().end().isAfter(end()) || at.isBefore(end());
  }

  public CommitmentStatus statusAt(Instant at) {
    if (at.isBefore(term.start())) {
      return CommitmentStatus.PENDING;
    }
    if (at.isBefore(end())) {
      return CommitmentStatus.ACTIVE;
    }
    return ending
        .map(
            end ->
                end.kind() == Ending.Kind.EXCHANGED
                    ? CommitmentStatus.SUPERSEDED
                    : CommitmentStatus.CANCELED)
        .orElse(CommitmentStatus.EXPIRED);
  }

  /**
   * What a period bears of a commitment by the hour: the upfront part that falls on it and the fees
   * of its time. What was lost by an early end is no part of it; {@link PrepaidPosition} has it.
   *
   * @throws IllegalStateException for other terms, whose cost follows from what was taken
   */
  public Money costWithin(TimeRange period) {
    HourlyTerms hourly = termsAs(HourlyTerms.class);
    Amount amount =
        Spread.sum(List.of(hourly.fees(), hourly.amortisation())).endingAt(end()).within(period);
    return new Money(currency, amount);
  }

  /**
   * The terms in a shape.
   *
   * @throws IllegalStateException if the kind has another one
   */
  <T extends CommitmentTerms> T termsAs(Class<T> shape) {
    if (!shape.isInstance(terms)) {
      throw new IllegalStateException("a " + kind.text() + " has no " + shape.getSimpleName());
    }
    return shape.cast(terms);
  }
}
