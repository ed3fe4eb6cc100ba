package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CloseState;
import io.gpuledger.cost.close.CorrectionLine;
import io.gpuledger.cost.close.Corrections;
import io.gpuledger.cost.close.FigureSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Corrections of closed periods that were rewritten. Those that a sign-off booked stand; the rest
 * is pending in the first period that is still open, and follows the ledger until that is signed.
 *
 * <p>They are of two kinds, which are never added: figures, that is billed and effective cost, and
 * for the journal the amounts of invoices ({@link InvoicedChange}).
 */
final class BookedCorrections {
  private final CloseStore store;
  private final CloseLedger ledger;
  private final PeriodBook book;
  private final List<CorrectionLine> booked;
  private final Set<String> bookedIds;

  BookedCorrections(CloseStore store, CloseLedger ledger, PeriodBook book) {
    this.store = store;
    this.ledger = ledger;
    this.book = book;
    this.booked = store.booked(book.closes());
    this.bookedIds = booked.stream().map(CorrectionLine::id).collect(Collectors.toSet());
  }

  /** The figures that a period bears and that are booked. */
  List<CorrectionLine> bookedIn(BookPeriod period) {
    return booked(line -> line.bookedIn().equals(period) && !InvoicedChange.isOne(line));
  }

  /** The figures of a closed period that were booked, in whatever period. */
  List<CorrectionLine> bookedOf(BookPeriod period) {
    return booked(line -> line.corrects().equals(period) && !InvoicedChange.isOne(line));
  }

  private List<CorrectionLine> booked(Predicate<CorrectionLine> which) {
    return booked.stream().filter(which).toList();
  }

  /** The figures that a period bears besides; none where it is closed. */
  List<CorrectionLine> pendingIn(BookPeriod period, CloseLedger.AsKnown known) {
    return borne(period).stream().flatMap(close -> pendingOf(close, known).stream()).toList();
  }

  /** What the journal of a period bears of invoices, booked or not. */
  List<CorrectionLine> ofInvoices(BookPeriod period, CloseLedger.AsKnown known) {
    List<CorrectionLine> lines = new ArrayList<>();
    lines.addAll(booked(line -> line.bookedIn().equals(period) && InvoicedChange.isOne(line)));
    lines.addAll(pendingOfInvoices(period, known));
    return lines;
  }

  /** The part of {@link #ofInvoices} that is not booked yet. */
  List<CorrectionLine> pendingOfInvoices(BookPeriod period, CloseLedger.AsKnown known) {
    List<CorrectionLine> lines = new ArrayList<>();
    for (StoredClose close : borne(period)) {
      CloseLedger.AsKnown then = ledger.at(close.newest(CloseState.CLOSED).orElseThrow().asOf());
      lines.addAll(
          pending(
              close.period(),
              InvoicedChange.signed(then, close.period()),
              InvoicedChange.rewritten(then, known, close.period()),
              booked(InvoicedChange::isOne)));
    }
    return lines;
  }

  /** Closed periods whose corrections a period bears. */
  private List<StoredClose> borne(BookPeriod period) {
    return book.closes().values().stream()
        .filter(close -> close.period().firstDay().isBefore(period.firstDay()))
        .filter(close -> close.state() == CloseState.CLOSED)
        .filter(close -> book.close(period).state() != CloseState.CLOSED)
        .filter(close -> book.bearing(close.period()).equals(period))
        .toList();
  }

  /** The figures of a closed period that are not booked yet. */
  List<CorrectionLine> pendingOf(StoredClose close, CloseLedger.AsKnown known) {
    if (close.state() != CloseState.CLOSED) {
      return List.of();
    }
    return pending(
        close.period(),
        store.signed(close.newest(CloseState.CLOSED).orElseThrow()).detail(),
        known.figures(close.period()),
        booked(line -> !InvoicedChange.isOne(line)));
  }

  private List<CorrectionLine> pending(
      BookPeriod closed, FigureSet signed, FigureSet rewritten, List<CorrectionLine> stands) {
    BookPeriod open = book.bearing(closed);
    return Corrections.of(
            signed, rewritten, stands, new Corrections.Booking(closed, open, open.lastDay()))
        .stream()
        .map(this::unlikeBooked)
        .toList();
  }

  /**
   * The line with an id of its own. Where a period was signed, reopened, and bears the same amount
   * once more, an equal id would pass for the entry that finance has booked already: the second one
   * is dated a day earlier.
   */
  private CorrectionLine unlikeBooked(CorrectionLine line) {
    CorrectionLine own = line;
    while (bookedIds.contains(own.id()) && own.date().isAfter(own.bookedIn().firstDay())) {
      own =
          new CorrectionLine(
              own.key(), own.corrects(), own.bookedIn(), own.date().minusDays(1), own.delta());
    }
    return own;
  }
}
