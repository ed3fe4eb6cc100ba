package io.gpuledger.cost.estimate;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Split;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is shown of an estimate beside the bill of the same source, account, SKU family and UTC day.
 *
 * <p>Charges of a bill are always shown as they are, so that billed totals tie. While the bill of
 * the day may still grow, an estimate is shown for what it exceeds the bill: both together come to
 * the larger of the two. Once the source's completeness lag has passed since the end of the day,
 * the bill is complete and shadows the estimate whole. Without a visible bill the estimate stands,
 * however old: a day that was never billed is a finding of its own and not a saving.
 *
 * @param outcome which rule decided
 * @param bill amortised cost of the bill; empty where it has no charge of the family and day
 * @param estimate amortised cost of the estimate, not negative
 * @param shown what of the estimate is shown, from zero to all of it
 * @param settlesAt when the bill of the day counts as complete
 */
public record Shadowing(
    Outcome outcome, Optional<Amount> bill, Amount estimate, Amount shown, Instant settlesAt) {
  /** Which rule decided. */
  public enum Outcome {
    /** No bill is visible: the estimate stands. */
    NO_BILL,
    /** The bill may still grow and the estimate is larger: it is shown beyond the bill. */
    ESTIMATE_LARGER,
    /** The bill may still grow and is as large already: nothing of the estimate is shown. */
    BILL_LARGER,
    /** The bill is complete: nothing of the estimate is shown. */
    SHADOWED,
    /** There is a bill, but in another currency, which nothing converts: only it is shown. */
    OTHER_CURRENCY;

    /** The word in tables and JSON. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Decides.
   *
   * @param bill amortised cost of the bill's charges; empty where there is none
   * @param estimate amortised cost of the estimate's charges
   * @param settlesAt end of the day plus the source's completeness lag
   * @param now when it is decided
   * @throws IllegalArgumentException if the estimate is negative
   */
  public static Shadowing of(
      Optional<Amount> bill, Amount estimate, Instant settlesAt, Instant now) {
    if (estimate.signum() < 0) {
      throw new IllegalArgumentException("an estimate of " + estimate);
    }
    if (bill.isEmpty()) {
      return new Shadowing(Outcome.NO_BILL, bill, estimate, estimate, settlesAt);
    }
    if (!now.isBefore(settlesAt)) {
      return new Shadowing(Outcome.SHADOWED, bill, estimate, Amount.ZERO, settlesAt);
    }
    // A bill that so far takes more back than it asks for covers nothing of the estimate.
    Amount covered = bill.get().signum() < 0 ? Amount.ZERO : bill.get();
    return covered.compareTo(estimate) >= 0
        ? new Shadowing(Outcome.BILL_LARGER, bill, estimate, Amount.ZERO, settlesAt)
        : new Shadowing(
            Outcome.ESTIMATE_LARGER, bill, estimate, estimate.minus(covered), settlesAt);
  }

  /**
   * Decides where the bill of the family and day is in other currencies only: bill and estimate
   * cannot be compared, and both together would count the day twice.
   */
  public static Shadowing inOtherCurrency(Amount estimate, Instant settlesAt) {
    return new Shadowing(
        Outcome.OTHER_CURRENCY, Optional.empty(), estimate, Amount.ZERO, settlesAt);
  }

  /**
   * What is shown of each charge of the estimate, by largest remainder: the parts sum to {@link
   * #shown} exactly, and none is larger than its charge.
   *
   * @param charges amortised costs that sum to {@link #estimate}
   * @throws IllegalArgumentException if they sum to something else
   */
  public List<Amount> shownOf(List<Amount> charges) {
    Amount sum = charges.stream().reduce(Amount.ZERO, Amount::plus);
    if (!sum.equals(estimate)) {
      throw new IllegalArgumentException("charges of " + sum + " for an estimate of " + estimate);
    }
    if (shown.equals(estimate)) {
      return List.copyOf(charges);
    }
    return shown.isZero()
        ? Collections.nCopies(charges.size(), Amount.ZERO)
        : Split.byWeight(shown, charges.stream().map(Amount::unscaled).toList());
  }

  /** Whether time alone will change the outcome. */
  public boolean settles() {
    return outcome == Outcome.ESTIMATE_LARGER || outcome == Outcome.BILL_LARGER;
  }
}
