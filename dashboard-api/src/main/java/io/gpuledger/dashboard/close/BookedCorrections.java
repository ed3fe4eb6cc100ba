package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CloseState;
import io.gpuledger.cost.close.CorrectionLine;
import io.gpuledger.cost.close.Corrections;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Corrections of closed periods that were rewritten. Those that a sign-off booked stand; the rest
 * is pending in the first period that is still open, and follows the ledger until that is signed.
 */
final class BookedCorrections {
  private final CloseStore store;
  private final PeriodBook book;
  private final List<CorrectionLine> booked;
  private final Set<String> bookedIds;

  BookedCorrections(CloseStore store, PeriodBook book) {
    this.store = store;
    this.book = book;
    this.booked = store.booked(book.closes());
    this.bookedIds = booked.stream().map(CorrectionLine::id).collect(Collectors.toSet());
  }

  /** What a period bears that is booked. */
  List<CorrectionLine> bookedIn(BookPeriod period) {
    return booked.stream().filter(line -> line.bookedIn().equals(period)).toList();
  }

  /** What was booked of a closed period, in whatever period. */
  List<CorrectionLine> bookedOf(BookPeriod period) {
    return booked.stream().filter(line -> line.corrects().equals(period)).toList();
  }

  /** What a period bears besides; nothing where it is closed. */
  List<CorrectionLine> pendingIn(BookPeriod period, CloseLedger.AsKnown known) {
    List<CorrectionLine> pending = new ArrayList<>();
    for (StoredClose close : book.closes().values()) {
      boolean before = close.period().firstDay().isBefore(period.firstDay());
      if (before
          && close.state() == CloseState.CLOSED
          && book.close(period).state() != CloseState.CLOSED
          && book.bearing(close.period()).equals(period)) {
        pending.addAll(pendingOf(close, known));
      }
    }
    return pending;
  }

  /** What of a closed period is not booked yet. */
  List<CorrectionLine> pendingOf(StoredClose close, CloseLedger.AsKnown known) {
    if (close.state() != CloseState.CLOSED) {
      return List.of();
    }
    BookPeriod open = book.bearing(close.period());
    SignedFigures signed = store.signed(close.newest(CloseState.CLOSED).orElseThrow());
    return Corrections.of(
            signed.detail(),
            known.figures(close.period()),
            booked,
            new Corrections.Booking(close.period(), open, open.lastDay()))
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
