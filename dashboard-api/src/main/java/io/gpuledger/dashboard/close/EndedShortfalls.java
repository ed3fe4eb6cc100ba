package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import java.util.List;
import java.util.Optional;

/**
 * Shortfalls of spend commitments that the period before has accrued as a whole, and that this one
 * takes back without accruing them again: until the provider's true-up is on an invoice, the
 * expense of a target that ended short stands nowhere.
 */
final class EndedShortfalls {
  private EndedShortfalls() {}

  /**
   * What the journal of a period names of the one before.
   *
   * @param before empty where the book begins with the period
   */
  static List<String> named(Optional<BookPeriod> before, CloseLedger.AsKnown known) {
    return before.stream()
        .flatMap(
            ended ->
                known.endedShortfalls(ended).stream()
                    .map(
                        each ->
                            "the shortfall"
                                + each.toDate().map(sum -> " of " + sum).orElse(" (not known) in")
                                + " "
                                + each.currency()
                                + " of spend commitment "
                                + each.id()
                                + " at "
                                + each.provider()
                                + ", whose target ended in "
                                + ended
                                + ", is accrued no more: until the provider's bill of it is"
                                + " loaded, book it by hand"))
        .toList();
  }
}
