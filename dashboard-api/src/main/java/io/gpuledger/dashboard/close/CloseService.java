package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CloseEvent;
import io.gpuledger.cost.close.CloseState;
import io.gpuledger.cost.close.CorrectionLine;
import io.gpuledger.cost.close.PeriodClose;
import io.gpuledger.cost.currency.ExchangeRateBook;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.query.PeriodFacts;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Takes the steps of closes and answers about them. A step that may not be taken throws {@link
 * io.gpuledger.cost.problem.RefusedException} with all that is wrong with it. Bills may be
 * rewritten whatever the state: what that changes of a closed period becomes corrections.
 */
public final class CloseService {
  /** Items that somebody may stand for with a note. */
  public static final Set<String> ACKNOWLEDGEABLE =
      Set.of("bills", "invoices", "bridge", "rejects");

  private final CloseStore store;
  private final CloseLedger ledger;
  private final BookSettings settings;
  private final BookCurrencies currencies;
  private final PeriodChecklists checklists;
  private final JournalBook journals;
  private final Clock clock;

  /**
   * A service.
   *
   * @param disputes of statement lines, for the journal
   */
  public CloseService(
      CloseStore store,
      CloseLedger ledger,
      BookSettings settings,
      BookCurrencies currencies,
      GrantedDisputes disputes,
      Clock clock) {
    this.store = store;
    this.ledger = ledger;
    this.settings = settings;
    this.currencies = currencies;
    this.checklists = new PeriodChecklists(store, settings);
    this.journals = new JournalBook(store, ledger, settings, currencies, disputes);
    this.clock = clock;
  }

  /**
   * The periods with their states, newest first.
   *
   * @param withChecklists whether to look at the ledger for each period that is not closed
   */
  public Map<String, Object> list(int limit, int offset, boolean withChecklists) {
    CloseLedger.AsKnown known = ledger.at(Optional.empty());
    PeriodBook book = book(known);
    List<BookPeriod> periods = book.newestFirst();
    List<Map<String, Object>> rows = new ArrayList<>();
    for (BookPeriod period : periods.stream().skip(offset).limit(limit).toList()) {
      StoredClose close = book.close(period);
      Map<String, Object> row = CloseView.head(close, book.hasEnded(period));
      row.put("redeliveries", redeliveries(close, known).size());
      if (withChecklists) {
        row.put("checklist", checklists.shown(close, book, known, () -> known.facts(period)));
      }
      rows.add(row);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("rows", rows);
    answer.put("totalRows", periods.size());
    answer.put("snapshot", known.snapshot());
    return answer;
  }

  /** Names of the closed periods that some time touches; days are UTC days. */
  public List<String> closedWithin(TimeRange range) {
    return store.all().values().stream()
        .filter(close -> close.state() == CloseState.CLOSED)
        .map(StoredClose::period)
        .filter(
            period ->
                range.start().isBefore(start(period.endDay()))
                    && range.end().isAfter(start(period.firstDay())))
        .map(BookPeriod::name)
        .toList();
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static List<PeriodFacts.Redelivery> redeliveries(
      StoredClose close, CloseLedger.AsKnown known) {
    return close.state() == CloseState.CLOSED
        ? known.deliveriesAfter(close.period(), close.signOff().orElseThrow().asOf())
        : List.of();
  }

  /** Everything about a period; empty where the book has no such period. */
  public Optional<Map<String, Object>> detail(String name, Optional<Instant> asOf) {
    CloseLedger.AsKnown known = ledger.at(asOf);
    PeriodBook book = book(known, asOf);
    return book.find(name).map(period -> detail(period, book, known));
  }

  private Map<String, Object> detail(
      BookPeriod period, PeriodBook book, CloseLedger.AsKnown known) {
    StoredClose close = book.close(period);
    BookedCorrections corrections = new BookedCorrections(store, ledger, book);
    PeriodFacts facts = known.facts(period);
    SignedFigures figures = SignedFigures.of(known.figures(period), facts.bridge());
    Map<String, Object> answer = CloseView.head(close, book.hasEnded(period));
    answer.put("history", CloseView.history(close));
    answer.put("checklist", checklists.shown(close, book, known, () -> facts));
    answer.put("figures", CloseView.figures(figures));
    Optional<SignedFigures> signed = close.newest(CloseState.CLOSED).map(store::signed);
    answer.put("signed", signed.map(CloseView::figures));
    answer.put(
        "changes",
        signed.map(
            before ->
                CloseView.changes(
                    before,
                    figures,
                    known.deliveriesAfter(period, before.detail().asOf()),
                    currencies.changes(close))));
    answer.put("lockedRates", currencies.lock(close).map(CloseView::rates));
    answer.put(
        "corrections",
        CloseView.corrections(corrections.bookedIn(period), corrections.pendingIn(period, known)));
    answer.put(
        "correctedIn",
        CloseView.corrections(corrections.bookedOf(period), corrections.pendingOf(close, known)));
    answer.put(
        "whyChanged",
        book.before(period)
            .map(before -> CloseView.why(before, known.usage(before), known.usage(period))));
    answer.put("snapshot", known.snapshot());
    return answer;
  }

  private PeriodBook book(CloseLedger.AsKnown known) {
    return book(known, Optional.empty());
  }

  /** The book with the closes of now, or as they were at an instant. */
  private PeriodBook book(CloseLedger.AsKnown known, Optional<Instant> asOf) {
    SortedMap<String, StoredClose> closes = store.all();
    asOf.ifPresent(instant -> closes.replaceAll((name, close) -> close.asOf(instant)));
    return new PeriodBook(
        settings.config().get().calendar(), closes, known.firstDay(), clock.instant());
  }

  /**
   * Gives a period to review.
   *
   * @param notes by item of {@link #ACKNOWLEDGEABLE}, what the preparer says to it
   * @return everything about it; empty where there is no such period
   */
  public Optional<Map<String, Object>> prepare(
      String name, String user, Map<String, String> notes) {
    CloseLedger.AsKnown known = ledger.at(Optional.empty());
    PeriodBook book = book(known);
    return book.find(name)
        .map(
            period -> {
              StoredClose close = book.close(period);
              List<CheckedItem> items =
                  checklists.of(close, book, known, known.facts(period)).stream()
                      .map(
                          item ->
                              notes.containsKey(item.id())
                                  ? item.acknowledgedBy(user, notes.getOrDefault(item.id(), ""))
                                  : item)
                      .toList();
              Instant at = now(close, Instant.EPOCH);
              store(
                  close,
                  rule(close, items, at).submit(user, at),
                  items,
                  Optional.empty(),
                  List.of(),
                  Optional.empty());
              return again(period);
            });
  }

  /**
   * Closes a period: signs its figures, and books the corrections that it bears.
   *
   * @param asOf what was known when the signer looked; the newest where it is empty
   */
  public Optional<Map<String, Object>> signOff(String name, String user, Optional<Instant> asOf) {
    CloseLedger.AsKnown known = ledger.at(asOf);
    PeriodBook book = book(known);
    return book.find(name)
        .map(
            period -> {
              StoredClose close = book.close(period);
              PeriodFacts facts = known.facts(period);
              List<CheckedItem> items = checklists.of(close, book, known, facts);
              Instant at = now(close, known.asOf());
              PeriodClose signed = rule(close, items, at).signOff(user, at, known.asOf());
              PeriodChecklists.refuseOpen(period, items);
              refuseEarlier(period, known.asOf(), book);
              BookedCorrections corrections = new BookedCorrections(store, ledger, book);
              List<CorrectionLine> booked = new ArrayList<>(corrections.pendingIn(period, known));
              booked.addAll(corrections.pendingOfInvoices(period, known));
              store(
                  close,
                  signed,
                  items,
                  Optional.of(SignedFigures.of(known.figures(period), facts.bridge())),
                  booked,
                  Optional.of(journals.toSign(period, book, known)));
              return again(period);
            });
  }

  /** What is known less of than at a sign-off before would take that one's corrections back. */
  private static void refuseEarlier(BookPeriod period, Instant asOf, PeriodBook book) {
    Faults faults = Faults.of("close of " + period);
    for (StoredClose close : book.closes().values()) {
      Optional<Instant> signed =
          close.steps().stream()
              .flatMap(step -> step.asOf().stream())
              .max(Comparator.naturalOrder());
      faults.check(
          close.period().firstDay().isAfter(period.firstDay())
              || signed.filter(asOf::isBefore).isEmpty(),
          ProblemCode.TIME_OUT_OF_RANGE,
          "asOf",
          asOf
              + " is before "
              + signed.orElse(asOf)
              + ", as of which "
              + close.period()
              + " is signed; sign as of then or later");
    }
    faults.orRefuse();
  }

  /** Opens a closed period again, or sends one that is in review back to who prepares it. */
  public Optional<Map<String, Object>> reopen(String name, String user, String reason) {
    PeriodBook book = book(ledger.at(Optional.empty()));
    return book.find(name)
        .map(
            period -> {
              StoredClose close = book.close(period);
              PeriodClose rule = close.toRule(List.of());
              Instant at = now(close, Instant.EPOCH);
              PeriodClose next =
                  close.state() == CloseState.IN_REVIEW
                      ? rule.sendBack(user, at, reason)
                      : rule.reopen(user, at, reason);
              store(close, next, List.of(), Optional.empty(), List.of(), Optional.empty());
              return again(period);
            });
  }

  /**
   * The journal of a period: of a closed one as it was signed, unless an instant is given.
   *
   * @return empty where there is no such period
   */
  public Optional<PeriodJournal> journal(String name, Optional<Instant> asOf) {
    CloseLedger.AsKnown known = ledger.at(asOf);
    PeriodBook book = book(known, asOf);
    return book.find(name)
        .map(
            period -> {
              StoredClose close = book.close(period);
              Optional<PeriodJournal> signed =
                  asOf.isEmpty() ? journals.signed(close) : Optional.empty();
              return signed.orElseGet(() -> journals.computed(period, book, known));
            });
  }

  /** Microseconds, as they are stored; never before what the step stands on. */
  private Instant now(StoredClose close, Instant atLeast) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant at = now.isBefore(atLeast) ? atLeast : now;
    if (!close.steps().isEmpty()) {
      Instant last = close.steps().get(close.steps().size() - 1).event().at();
      at = at.isBefore(last) ? last : at;
    }
    return at;
  }

  private static PeriodClose rule(StoredClose close, List<CheckedItem> items, Instant at) {
    return close.toRule(items.stream().map(item -> item.toRule(at)).toList());
  }

  private void store(
      StoredClose before,
      PeriodClose after,
      List<CheckedItem> items,
      Optional<SignedFigures> signed,
      List<CorrectionLine> booked,
      Optional<PeriodJournal> journal) {
    int step = after.history().size();
    CloseEvent event = after.history().get(step - 1);
    Optional<ExchangeRateBook> rates =
        signed.isPresent() ? currencies.toLock(before.period()) : Optional.empty();
    store.add(
        new CloseStore.Draft(before.period(), step, event, items, signed, booked, journal, rates));
  }

  private Map<String, Object> again(BookPeriod period) {
    return detail(period.name(), Optional.empty()).orElseThrow();
  }
}
