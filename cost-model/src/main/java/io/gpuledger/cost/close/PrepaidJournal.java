package io.gpuledger.cost.close;

import io.gpuledger.cost.commitment.PrepaidPosition;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What raises and lowers a prepaid balance, as entries. Over a period they move the prepaid account
 * from the opening of the roll-forward to its closing.
 */
public final class PrepaidJournal {
  private PrepaidJournal() {}

  /**
   * The entry of what was newly paid ahead in a period: the prepaid account against what is owed by
   * invoice. Empty where nothing was. An invoice that accounts payable posts goes against that too.
   */
  public static Optional<JournalEntry> purchase(
      PrepaidPosition position, BookPeriod period, GlAccount prepaid, GlAccount payable) {
    Amount bought = position.purchases().within(period.range());
    return bought.isZero()
        ? Optional.empty()
        : Optional.of(
            JournalEntry.between(
                new JournalEntry.Head(
                    JournalEntry.Kind.PREPAID,
                    period,
                    period.lastDay(),
                    "purchase of " + position.commitmentId()),
                prepaid,
                payable,
                new Money(position.currency(), bought)));
  }

  /** The entry of a commitment's period; empty where nothing became cost, came back or was lost. */
  public static Optional<JournalEntry> of(
      PrepaidPosition position, BookPeriod period, PrepaidAccounts accounts) {
    List<JournalLine> lines = new ArrayList<>();
    add(
        position.amortisation().within(period.range()),
        position,
        accounts.expense(),
        accounts,
        lines);
    add(
        position.credits().within(period.range()),
        position,
        accounts.receivable(),
        accounts,
        lines);
    add(position.losses().within(period.range()), position, accounts.loss(), accounts, lines);
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new JournalEntry(
                JournalEntry.Kind.PREPAID,
                period,
                period.lastDay(),
                "prepaid of " + position.commitmentId(),
                lines));
  }

  private static void add(
      Amount amount,
      PrepaidPosition position,
      GlAccount against,
      PrepaidAccounts accounts,
      List<JournalLine> lines) {
    if (!amount.isZero()) {
      Money money = new Money(position.currency(), amount);
      lines.add(JournalLine.debit(against, money));
      lines.add(JournalLine.credit(accounts.prepaid(), money));
    }
  }
}
