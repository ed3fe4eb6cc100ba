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
 * @param toDate {@link BurnDown#shortfallToDate}, above zero
 */
public record SpendShortfall(String provider, String id, String currency, Amount toDate) {
  /**
   * The shortfall of a commitment at the end of some days, one sum: of the target that runs then
   * and of those that ended within the days, whose shortfall is whole. Targets that ended earlier
   * are the provider's to bill.
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
      sum = sum.plus(of(target, start, asOf, spend).orElse(Amount.ZERO));
    }
    CommitmentKey key = commitment.key();
    return sum.isZero()
        ? Optional.empty()
        : Optional.of(new SpendShortfall(key.provider(), key.id(), commitment.currency(), sum));
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
