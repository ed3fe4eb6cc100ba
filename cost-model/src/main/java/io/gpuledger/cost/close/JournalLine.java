package io.gpuledger.cost.close;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;

/**
 * One line of an entry.
 *
 * @param account where
 * @param side debit or credit
 * @param amount above zero; the side says its sign
 */
public record JournalLine(GlAccount account, Side side, Money amount) {
  public JournalLine {
    Faults.of("journal line on " + account.account())
        .check(
            amount.amount().signum() > 0,
            ProblemCode.NOT_ALLOWED_VALUE,
            "amount",
            amount + " is not above 0")
        .orRefuse();
  }

  /** Debit or credit. */
  public enum Side {
    DEBIT,
    CREDIT;

    Side other() {
      return this == DEBIT ? CREDIT : DEBIT;
    }
  }

  /** An amount of any sign but zero on the debit side; below zero it is a credit of its size. */
  public static JournalLine debit(GlAccount account, Money amount) {
    return of(account, Side.DEBIT, amount);
  }

  /** An amount of any sign but zero on the credit side; below zero it is a debit of its size. */
  public static JournalLine credit(GlAccount account, Money amount) {
    return of(account, Side.CREDIT, amount);
  }

  private static JournalLine of(GlAccount account, Side side, Money amount) {
    return amount.amount().signum() < 0
        ? new JournalLine(
            account, side.other(), new Money(amount.currency(), amount.amount().negated()))
        : new JournalLine(account, side, amount);
  }

  JournalLine reversed() {
    return new JournalLine(account, side.other(), amount);
  }

  /** The amount, negative on the credit side. */
  Amount signed() {
    return side == Side.DEBIT ? amount.amount() : amount.amount().negated();
  }

  String text() {
    return String.join(
        "\u001f",
        account.entity(),
        account.account(),
        account.costCenter(),
        side.name(),
        amount.currency(),
        amount.amount().toString());
  }
}
