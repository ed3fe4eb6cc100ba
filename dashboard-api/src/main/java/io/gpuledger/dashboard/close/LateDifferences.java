package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CloseState;
import io.gpuledger.cost.close.InvoiceDifferences;
import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.cost.money.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Realised differences of payments in closed periods that their signed journals do not have as they
 * are known now, because the invoice or its restatement came after the sign-off. They are named in
 * the journal of the open period that bears the corrections of these; nothing books them there.
 */
final class LateDifferences {
  private final PeriodBook book;
  private final CloseStore store;
  private final Function<BookPeriod, InvoiceDifferences> differences;

  /**
   * The differences of a book.
   *
   * @param differences of the invoices that may be paid in a period, as known now
   */
  LateDifferences(
      PeriodBook book, CloseStore store, Function<BookPeriod, InvoiceDifferences> differences) {
    this.book = book;
    this.store = store;
    this.differences = differences;
  }

  /** What the journal of an open period names of closed ones; nothing twice. */
  List<String> namedIn(BookPeriod period) {
    List<String> notes = new ArrayList<>();
    if (book.close(period).state() == CloseState.CLOSED) {
      return notes;
    }
    List<PeriodJournal> signed =
        book.closes().values().stream().flatMap(close -> signed(close).stream()).toList();
    for (PeriodJournal journal : signed) {
      BookPeriod closed = journal.period();
      if (closed.firstDay().isBefore(period.firstDay()) && book.bearing(closed).equals(period)) {
        for (InvoiceDifferences.Entry each : differences.apply(closed).entries()) {
          if (closed.contains(each.realised().payment().at().atZone(closed.zone()).toLocalDate())
              && !stands(each, journal)) {
            notes.add(words(each, closed));
          }
        }
      }
    }
    signed.forEach(journal -> notes.removeAll(journal.notAccrued()));
    return notes;
  }

  private Optional<PeriodJournal> signed(StoredClose close) {
    return close.state() == CloseState.CLOSED
        ? store.journal(close.period(), close.newest(CloseState.CLOSED).orElseThrow())
        : Optional.empty();
  }

  /** Whether a signed journal has just this difference, none where it is zero. */
  private static boolean stands(InvoiceDifferences.Entry each, PeriodJournal journal) {
    Amount now = each.realised().difference().amount();
    Amount size = now.signum() < 0 ? now.negated() : now;
    Amount booked =
        journal.entries().stream()
            .filter(entry -> entry.kind() == JournalEntry.Kind.REALISED_DIFFERENCE)
            .filter(entry -> entry.reference().equals(PeriodJournal.reference(each)))
            .map(entry -> entry.lines().get(0).amount().amount())
            .findFirst()
            .orElse(Amount.ZERO);
    return booked.equals(size);
  }

  private static String words(InvoiceDifferences.Entry each, BookPeriod closed) {
    return "the realised difference of invoice "
        + each.invoice()
        + ", paid in "
        + closed
        + ", is "
        + each.realised().difference()
        + " and does not stand so in the journal of that period, which is closed: reopen it, or"
        + " book the rest by hand";
  }
}
