package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CloseState;
import io.gpuledger.cost.close.JournalEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which journal has which granted dispute. It is the one of the period that the month lies in whose
 * statement shows it. Where that period was signed as of an instant before the decision, the first
 * open period after it bears the dispute instead. What a signed journal has, no other one has: so
 * each dispute is in one journal, whatever is signed or reopened in which order.
 */
final class BorneDisputes {
  private final PeriodBook book;
  private final JournalBook journals;
  private final GrantedDisputes disputes;

  BorneDisputes(PeriodBook book, JournalBook journals, GrantedDisputes disputes) {
    this.book = book;
    this.journals = journals;
    this.disputes = disputes;
  }

  /**
   * What the journal of a period has of disputes, each dated within the period.
   *
   * @param asOf nothing that was granted later
   */
  List<GrantedDisputes.Moved> in(BookPeriod period, Instant asOf) {
    List<GrantedDisputes.Moved> granted = disputes.granted(asOf);
    if (granted.isEmpty()) {
      return granted;
    }
    Map<String, BookPeriod> signed = signed();
    List<GrantedDisputes.Moved> borne = new ArrayList<>();
    for (GrantedDisputes.Moved each : granted) {
      if (bearer(each, period, signed).equals(Optional.of(period))) {
        borne.add(period.contains(each.date()) ? each : each.on(period.lastDay()));
      }
    }
    return borne;
  }

  /**
   * The period whose journal has it; empty where that is neither the one asked nor a closed one.
   */
  private Optional<BookPeriod> bearer(
      GrantedDisputes.Moved each, BookPeriod asked, Map<String, BookPeriod> signed) {
    BookPeriod holder = signed.get(each.reference());
    if (holder != null) {
      return Optional.of(holder);
    }
    return book.closes().values().stream()
        .filter(close -> close.state() == CloseState.CLOSED)
        .filter(close -> close.period().contains(each.date()))
        .findFirst()
        // A sign-off of before journals were stored: its journal is computed, so it is in there.
        .map(own -> journals.signed(own).isPresent() ? book.bearing(own.period()) : own.period())
        .or(() -> asked.contains(each.date()) ? Optional.of(asked) : Optional.empty());
  }

  /** The periods that are closed, by the references of what their signed journals correct. */
  private Map<String, BookPeriod> signed() {
    Map<String, BookPeriod> holders = new TreeMap<>();
    for (StoredClose close : book.closes().values()) {
      journals.signed(close).stream()
          .flatMap(journal -> journal.entries().stream())
          .filter(entry -> entry.kind() == JournalEntry.Kind.CORRECTION)
          .forEach(entry -> holders.putIfAbsent(entry.reference(), close.period()));
    }
    return holders;
  }
}
