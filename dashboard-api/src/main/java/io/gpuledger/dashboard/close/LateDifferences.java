package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CloseState;
import io.gpuledger.cost.close.InvoiceDifferences;
import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.cost.close.JournalLine;
import io.gpuledger.cost.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Realised differences of payments in closed periods that their signed journals do not have as they
 * are known now, because the invoice or its restatement came after the sign-off, and those that
 * only the signed journals have, because the invoice was withdrawn or is paid elsewhere. They are
 * named in the journal of the open period that bears the corrections of these; nothing books them
 * there.
 */
final class LateDifferences {
  private final PeriodBook book;
  private final JournalBook journals;
  private final Function<BookPeriod, InvoiceDifferences> differences;

  /**
   * The differences of a book.
   *
   * @param differences of the invoices that may be paid in a period, as known now
   */
  LateDifferences(
      PeriodBook book, JournalBook journals, Function<BookPeriod, InvoiceDifferences> differences) {
    this.book = book;
    this.journals = journals;
    this.differences = differences;
  }

  /** What the journal of an open period names of closed ones; nothing twice. */
  List<String> namedIn(BookPeriod period) {
    List<String> notes = new ArrayList<>();
    if (book.close(period).state() == CloseState.CLOSED) {
      return notes;
    }
    List<PeriodJournal> signed =
        book.closes().values().stream().flatMap(close -> journals.signed(close).stream()).toList();
    for (PeriodJournal journal : signed) {
      BookPeriod closed = journal.period();
      if (closed.firstDay().isBefore(period.firstDay()) && book.bearing(closed).equals(period)) {
        name(journal, notes);
      }
    }
    signed.forEach(journal -> notes.removeAll(journal.notAccrued()));
    return notes;
  }

  /** What a signed journal has otherwise than it is known now. */
  private void name(PeriodJournal journal, List<String> notes) {
    BookPeriod closed = journal.period();
    Map<String, Money> booked = booked(journal);
    for (InvoiceDifferences.Entry each : differences.apply(closed).entries()) {
      if (closed.contains(each.realised().payment().at().atZone(closed.zone()).toLocalDate())) {
        Money now = each.realised().difference();
        Money then = booked.remove(PeriodJournal.reference(each));
        if (then == null ? !now.amount().isZero() : !then.equals(now)) {
          notes.add(words(each, closed));
        }
      }
    }
    booked.forEach((reference, then) -> notes.add(goneWords(reference, then, closed)));
  }

  /** The differences of a signed journal by their reference; above zero is a loss. */
  private static Map<String, Money> booked(PeriodJournal journal) {
    Map<String, Money> booked = new TreeMap<>();
    for (JournalEntry entry : journal.entries()) {
      if (entry.kind() == JournalEntry.Kind.REALISED_DIFFERENCE) {
        JournalLine loss = entry.lines().get(0);
        Money size = loss.amount();
        booked.put(
            entry.reference(),
            loss.side() == JournalLine.Side.DEBIT
                ? size
                : new Money(size.currency(), size.amount().negated()));
      }
    }
    return booked;
  }

  private static String goneWords(String reference, Money then, BookPeriod closed) {
    return "the realised difference of the "
        + reference
        + ", "
        + then
        + ", stands in the journal of "
        + closed
        + ", which is closed, and is no more as invoices and rates are known now: reopen it, or"
        + " take it back by hand";
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
