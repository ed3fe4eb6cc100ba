package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.spread.MonthlyFee;
import io.gpuledger.cost.spread.Spread;
import io.gpuledger.cost.spread.Steps;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was paid ahead for a commitment and has not become cost yet. {@code balance = purchases -
 * amortisation + adjustments}; after the term, or an early end, it is zero exactly. It is negative
 * while a term runs whose payment is still to come.
 *
 * @param commitmentId whose
 * @param currency of all amounts
 * @param purchases what was newly paid ahead; ties to invoices
 * @param amortisation what has become cost
 * @param credits what came back by an early end, or went to the successor; lowers the balance.
 *     Negative where it came from a commitment that was exchanged for this one
 * @param losses what an early end or expiry left without use; lowers the balance, and is a gain
 *     where it is negative
 */
public record PrepaidPosition(
    String commitmentId,
    String currency,
    Spread purchases,
    Spread amortisation,
    Spread credits,
    Spread losses) {
  /**
   * The position of a commitment by the hour. One without an upfront payment has a balance of zero
   * throughout, unless its early end brought a credit or a fee.
   */
  public static PrepaidPosition of(Commitment commitment) {
    HourlyTerms terms = commitment.termsAs(HourlyTerms.class);
    List<Steps.Step> purchases = new ArrayList<>();
    List<Steps.Step> credits = new ArrayList<>();
    List<Steps.Step> losses = new ArrayList<>();
    Amount whole = Amount.ZERO;
    if (terms.upfront().isPresent()) {
      Upfront paid = terms.upfront().get();
      whole = paid.amount();
      purchases.add(new Steps.Step(paid.paidAt(), paid.newlyPaid()));
      credits.add(new Steps.Step(paid.paidAt(), paid.transferred().negated()));
    }
    Spread amortisation = terms.amortisation().endingAt(commitment.end());
    if (commitment.ending().isPresent()) {
      Ending ending = commitment.ending().get();
      Amount left = whole.minus(amortisation.upTo(ending.at()));
      credits.add(new Steps.Step(ending.at(), ending.credit()));
      losses.add(new Steps.Step(ending.at(), left.minus(ending.credit())));
    }
    return position(
        commitment, new Steps(purchases), amortisation, new Steps(credits), new Steps(losses));
  }

  /** The position of a prepaid stock that has been drawn down so far. */
  public static PrepaidPosition of(Commitment commitment, PrepaidUse use) {
    PrepaidTerms terms = use.terms();
    List<Steps.Step> drawn = new ArrayList<>();
    for (PrepaidUse.Drawn part : use.drawn()) {
      drawn.add(new Steps.Step(part.withdrawal().at(), part.cost()));
    }
    Spread credits =
        commitment
            .ending()
            .<Spread>map(ending -> Steps.of(ending.at(), ending.credit()))
            .orElse(Spread.NOTHING);
    Amount credit = commitment.ending().map(Ending::credit).orElse(Amount.ZERO);
    return position(
        commitment,
        Steps.of(terms.paidAt(), terms.price()),
        new Steps(drawn),
        credits,
        Steps.of(leavesAt(commitment), use.leftCost().minus(credit)));
  }

  /**
   * The position of a take-or-pay commitment whose shortfalls are paid ahead until they are made up
   * or expire. What is left now is taken to expire, as long as nobody makes it up.
   */
  public static PrepaidPosition of(Commitment commitment, MakeUpRights rights) {
    TakeOrPayTerms terms = commitment.termsAs(TakeOrPayTerms.class);
    List<Steps.Step> purchases = new ArrayList<>();
    for (MakeUpMonth month : rights.months()) {
      Instant end = MonthlyFee.ofMonth(month.month(), terms.zone()).end().minusNanos(1);
      purchases.add(new Steps.Step(end, month.gained().cost()));
    }
    List<Steps.Step> madeUp = new ArrayList<>();
    rights.used().forEach(of -> madeUp.add(new Steps.Step(of.at(), of.part().cost())));
    List<Steps.Step> losses = new ArrayList<>();
    rights.lapsed().forEach(of -> losses.add(new Steps.Step(of.at(), of.part().cost())));
    List<Steps.Step> credits = new ArrayList<>();
    commitment
        .ending()
        .ifPresent(
            ending -> {
              Instant at = ending.at().minusNanos(1);
              credits.add(new Steps.Step(at, ending.credit()));
              losses.add(new Steps.Step(at, ending.credit().negated()));
            });
    return position(
        commitment, new Steps(purchases), new Steps(madeUp), new Steps(credits), new Steps(losses));
  }

  /** Expiry belongs to the period that the term ends with, not to the one that begins there. */
  private static Instant leavesAt(Commitment commitment) {
    return commitment
        .ending()
        .map(Ending::at)
        .orElseGet(() -> commitment.term().end().minusNanos(1));
  }

  private static PrepaidPosition position(
      Commitment commitment, Spread purchases, Spread amortisation, Spread credits, Spread losses) {
    return new PrepaidPosition(
        commitment.key().id(), commitment.currency(), purchases, amortisation, credits, losses);
  }

  /** What credits and losses change the balance by in a range; mostly negative. */
  public Amount adjustmentsWithin(TimeRange range) {
    return credits.within(range).plus(losses.within(range)).negated();
  }

  /** What is paid ahead before an instant. */
  public Amount balance(Instant at) {
    return purchases
        .upTo(at)
        .minus(amortisation.upTo(at))
        .minus(credits.upTo(at))
        .minus(losses.upTo(at));
  }
}
