package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CloseState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The journals of own books: of signed periods as they were signed, else as the ledger has them.
 * All of a journal is as of one instant, that of the ledger it is read from: figures, invoices and
 * granted disputes alike. So what a sign-off stores is what the signer saw, and what is decided
 * after that instant is the next open period's.
 */
final class JournalBook {
  private final CloseStore store;
  private final CloseLedger ledger;
  private final BookSettings settings;
  private final BookCurrencies currencies;
  private final GrantedDisputes disputes;

  JournalBook(
      CloseStore store,
      CloseLedger ledger,
      BookSettings settings,
      BookCurrencies currencies,
      GrantedDisputes disputes) {
    this.store = store;
    this.ledger = ledger;
    this.settings = settings;
    this.currencies = currencies;
    this.disputes = disputes;
  }

  /** The journal that the newest sign-off stored; empty where the period is not closed. */
  Optional<PeriodJournal> signed(StoredClose close) {
    return close.state() == CloseState.CLOSED
        ? store.journal(close.period(), close.newest(CloseState.CLOSED).orElseThrow())
        : Optional.empty();
  }

  /** The journal that a sign-off stores. */
  PeriodJournal toSign(BookPeriod period, PeriodBook book, CloseLedger.AsKnown known) {
    return of(period, true, book, known);
  }

  /** The journal as the ledger has it, of a closed period too. */
  PeriodJournal computed(BookPeriod period, PeriodBook book, CloseLedger.AsKnown known) {
    return of(period, book.close(period).state() == CloseState.CLOSED, book, known);
  }

  private PeriodJournal of(
      BookPeriod period, boolean closed, PeriodBook book, CloseLedger.AsKnown known) {
    TreeSet<String> silent = new TreeSet<>(settings.expected(book.before(period), known));
    silent.removeAll(known.sources(period));
    List<String> late = new ArrayList<>(EndedShortfalls.named(book.before(period), known));
    late.addAll(
        new LateDifferences(book, this, each -> currencies.differences(each, known))
            .namedIn(period));
    return PeriodJournal.of(
            new PeriodJournal.Input(
                period,
                book.next(period),
                known.owed(period),
                known.shortfalls(period),
                new BookedCorrections(store, ledger, book).ofInvoices(period, known),
                List.copyOf(silent),
                currencies.differences(period, known),
                late,
                known.prepaid()),
            settings.config().get().accounts(),
            known.asOf(),
            closed)
        .plus(
            new BorneDisputes(book, this, disputes).in(period, known.asOf()),
            settings.config().get().accounts());
  }
}
