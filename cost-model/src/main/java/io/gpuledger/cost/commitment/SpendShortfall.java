package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What of the projected shortfall of a spend commitment belongs to the time up to an instant.
 *
 * @param provider to whom it is owed
 * @param id of the commitment
 * @param currency of the amount
 * @param toDate {@link BurnDown#shortfallToDate}, above zero; empty where a month gone by has no
 *     bill, so that nobody knows
 */
public record SpendShortfall(String provider, String id, String currency, Optional<Amount> toDate) {
  /**
   * The shortfall of a commitment at the end of some days, one sum: of the target that runs then
   * and of those that ended within the days, whose shortfall is whole. Targets that ended earlier
   * are the provider's to bill, and one that an early end of the commitment cuts off is owed no
   * more from then on.
   *
   * @param start of the days
   * @param asOf their end, or the instant that is known, if that is earlier
   * @param spend what was spent, over all time
   */
  public static Optional<SpendShortfall> of(
      Commitment commitment, Instant start, Instant asOf, List<SpendPosting> spend) {
    if (!(commitment.terms() instanceof SpendTerms terms)) {
      return Optional.empty();
    }
    Amount sum = Amount.ZERO;
    for (SpendTarget target : terms.targets()) {
      if (commitment.promises(target, asOf)) {
        sum = sum.plus(of(target, start, asOf, spend).orElse(Amount.ZERO));
      }
    }
    return of(commitment, sum);
  }

  /**
   * What was missing of the targets that ended within some days, one sum. Nothing accrues it after
   * these: the provider bills it, or it is lost sight of.
   *
   * @param start of the days
   * @param asOf their end, or the instant that is known, if that is earlier
   * @param spend what was spent, over all time
   */
  public static Optional<SpendShortfall> ended(
      Commitment commitment, Instant start, Instant asOf, List<SpendPosting> spend) {
    if (!(commitment.terms() instanceof SpendTerms terms)) {
      return Optional.empty();
    }
    Amount sum = Amount.ZERO;
    for (SpendTarget target : terms.targets()) {
      Instant end = target.period().end();
      if (end.isAfter(start) && !end.isAfter(asOf) && commitment.promises(target, end)) {
        sum = sum.plus(of(target, start, end, spend).orElse(Amount.ZERO));
      }
    }
    return of(commitment, sum);
  }

  /** The same where months have no bill: there may be one, and nobody knows how much. */
  public SpendShortfall unknown() {
    return new SpendShortfall(provider, id, currency, Optional.empty());
  }

  private static Optional<SpendShortfall> of(Commitment commitment, Amount sum) {
    CommitmentKey key = commitment.key();
    return sum.isZero()
        ? Optional.empty()
        : Optional.of(
            new SpendShortfall(key.provider(), key.id(), commitment.currency(), Optional.of(sum)));
  }

  /** The same of one target; empty where it is not short, or none of the days'. */
  static Optional<Amount> of(
      SpendTarget target, Instant start, Instant asOf, List<SpendPosting> spend) {
    Instant end = target.period().end();
    if (!target.period().start().isBefore(asOf) || !end.isAfter(start)) {
      return Optional.empty();
    }
    return BurnDown.of(target, spend, end.isBefore(asOf) ? end : asOf)
        .shortfallToDate()
        .filter(amount -> amount.signum() > 0);
  }
}
