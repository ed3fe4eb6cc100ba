package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A prepaid stock drawn down. The cost of a withdrawal is the difference of two points of one
 * running fraction of the price, so that all of them and the rest sum to the price exactly.
 *
 * @param terms what was bought
 * @param drawn the withdrawals with what each cost
 * @param overdrawn quantity beyond the stock, which it does not cover and which costs nothing here
 */
public record PrepaidUse(PrepaidTerms terms, List<Drawn> drawn, Amount overdrawn) {
  public PrepaidUse {
    drawn = List.copyOf(drawn);
  }

  /**
   * What a party took.
   *
   * @param at when, within the term
   * @param party who
   * @param quantity not negative
   */
  public record Withdrawal(Instant at, String party, Amount quantity) {}

  /**
   * A withdrawal with its cost.
   *
   * @param withdrawal what was asked for
   * @param quantity how much of it the stock covered
   * @param cost its part of the price
   */
  public record Drawn(Withdrawal withdrawal, Amount quantity, Amount cost) {}

  /**
   * The withdrawals of a prepaid commitment.
   *
   * @param withdrawals in order of time
   */
  public static PrepaidUse of(Commitment commitment, List<Withdrawal> withdrawals) {
    PrepaidTerms terms = commitment.termsAs(PrepaidTerms.class);
    refuseFaults(commitment, withdrawals);
    Amount taken = Amount.ZERO;
    Amount spent = Amount.ZERO;
    Amount overdrawn = Amount.ZERO;
    List<Drawn> drawn = new ArrayList<>(withdrawals.size());
    for (Withdrawal withdrawal : withdrawals) {
      Amount left = terms.quantity().minus(taken);
      Amount quantity = withdrawal.quantity().compareTo(left) <= 0 ? withdrawal.quantity() : left;
      taken = taken.plus(quantity);
      overdrawn = overdrawn.plus(withdrawal.quantity()).minus(quantity);
      Amount upToNow = costOf(terms, taken);
      drawn.add(new Drawn(withdrawal, quantity, upToNow.minus(spent)));
      spent = upToNow;
    }
    return new PrepaidUse(terms, drawn, overdrawn);
  }

  private static Amount costOf(PrepaidTerms terms, Amount quantity) {
    return Fraction.times(
        terms.price(), quantity.unscaled(), terms.quantity().unscaled(), Rounding.SPLIT);
  }

  private static void refuseFaults(Commitment commitment, List<Withdrawal> withdrawals) {
    Faults faults = Faults.of("use of commitment " + commitment.key().id());
    Instant before = commitment.term().start();
    for (Withdrawal withdrawal : withdrawals) {
      faults
          .check(
              withdrawal.quantity().signum() >= 0,
              ProblemCode.NOT_ALLOWED_VALUE,
              "quantity",
              withdrawal.quantity() + " is below 0")
          .check(
              !withdrawal.at().isBefore(before) && withdrawal.at().isBefore(commitment.end()),
              ProblemCode.NOT_ALLOWED_VALUE,
              "at",
              withdrawal.at() + " is out of order or out of the term")
          .text(withdrawal.party(), "party");
      before = withdrawal.at();
    }
    faults.orRefuse();
  }

  /** What is left of the stock, and expires with the term. */
  public Amount leftQuantity() {
    return drawn.stream().map(Drawn::quantity).reduce(terms.quantity(), Amount::minus);
  }

  /** What that cost; the owner of the unused part bears it at the expiry. */
  public Amount leftCost() {
    return drawn.stream().map(Drawn::cost).reduce(terms.price(), Amount::minus);
  }
}
