package io.gpuledger.cost.close;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The month-end journal: what the period has cost and nobody has billed yet, undone on the first
 * day of the next period, when the bill comes.
 *
 * @param entries one for each item with something to accrue, dated the last day of the period
 * @param reversals one for each entry, in the next period
 * @param notAccrued items without an estimate, each with what is missing: they are not zero
 */
public record AccrualRun(
    List<JournalEntry> entries, List<JournalEntry> reversals, List<String> notAccrued) {
  public AccrualRun {
    entries = List.copyOf(entries);
    reversals = List.copyOf(reversals);
    notAccrued = List.copyOf(notAccrued);
  }

  /**
   * The journal of a period: {@code accrual = estimated to date - billed}. Where more was billed
   * than estimated, the sides are swapped; nothing is clamped.
   */
  public static AccrualRun of(BookPeriod period, BookPeriod next, List<AccrualItem> items) {
    Faults faults = Faults.of("accruals of " + period);
    Set<String> keys = new HashSet<>();
    List<JournalEntry> entries = new ArrayList<>();
    List<String> notAccrued = new ArrayList<>();
    for (AccrualItem item : items) {
      faults.check(
          keys.add(item.key()), ProblemCode.NOT_ALLOWED_VALUE, "key", item.key() + " comes twice");
      if (item.estimatedToDate().isEmpty()) {
        notAccrued.add(item.key() + " has no estimate; give the price that is missing");
        continue;
      }
      Amount open = item.estimatedToDate().get().minus(item.billed());
      if (!open.isZero()) {
        JournalEntry.Head head =
            new JournalEntry.Head(JournalEntry.Kind.ACCRUAL, period, period.lastDay(), item.key());
        Money amount = new Money(item.currency(), open);
        entries.add(JournalEntry.between(head, item.expense(), item.liability(), amount));
      }
    }
    faults.orRefuse();
    return new AccrualRun(
        entries, entries.stream().map(entry -> entry.reversedIn(next)).toList(), notAccrued);
  }
}
