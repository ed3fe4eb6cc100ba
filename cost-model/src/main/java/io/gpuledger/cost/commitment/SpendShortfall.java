package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import java.time.Instant;
import java.util.ArrayList;
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
   * The shortfalls of a commitment at the end of some days: of the target that runs then and of
   * those that ended within the days, whose shortfall is whole. Targets that ended earlier are the
   * provider's to bill.
   *
   * @param start of the days
   * @param asOf their end, or the instant that is known, if that is earlier
   * @param spend what was spent, over all time
   */
  public static List<SpendShortfall> of(
      Commitment commitment, Instant start, Instant asOf, List<SpendPosting> spend) {
    if (!(commitment.terms() instanceof SpendTerms terms)) {
      return List.of();
    }
    List<SpendShortfall> shortfalls = new ArrayList<>();
    for (SpendTarget target : terms.targets()) {
      of(target, start, asOf, spend)
          .ifPresent(
              amount ->
                  shortfalls.add(
                      new SpendShortfall(
                          commitment.key().provider(),
                          commitment.key().id(),
                          commitment.currency(),
                          amount)));
    }
    return shortfalls;
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
