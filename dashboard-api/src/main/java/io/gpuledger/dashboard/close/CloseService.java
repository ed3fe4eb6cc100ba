package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CloseEvent;
import io.gpuledger.cost.close.CloseState;
import io.gpuledger.cost.close.CorrectionLine;
import io.gpuledger.cost.close.InvoiceDifferences;
import io.gpuledger.cost.close.PeriodClose;
import io.gpuledger.cost.currency.BookRates;
import io.gpuledger.cost.currency.ExchangeRateBook;
import io.gpuledger.cost.currency.RateChange;
import io.gpuledger.cost.currency.RateLock;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.config.CloseConfig;
import io.gpuledger.dashboard.config.CurrenciesConfig;
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
import java.util.TreeSet;
import java.util.function.Supplier;

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
  private final Supplier<CloseConfig> config;
  private final Supplier<List<String>> billSources;
  private final Clock clock;
  private final GrantedDisputes disputes;
  private final Optional<LockedRates> locked;
  private final Supplier<CurrenciesConfig> currencies;

  /** A service of books in which nothing converts. */
  public CloseService(
      CloseStore store,
      CloseLedger ledger,
      Supplier<CloseConfig> config,
      Supplier<List<String>> billSources,
      Clock clock) {
    this(store, ledger, config, billSources, clock, Optional.empty(), () -> CurrenciesConfig.NONE);
  }

  /**
   * A service.
   *
   * @param config in force
   * @param billSources names of the configured sources of bills
   * @param locked the rates of closed periods
   * @param currencies in force; a sign-off locks their rates
   */
  public CloseService(
      CloseStore store,
      CloseLedger ledger,
      Supplier<CloseConfig> config,
      Supplier<List<String>> billSources,
      Clock clock,
      Optional<LockedRates> locked,
      Supplier<CurrenciesConfig> currencies) {
    this(store, ledger, config, billSources, clock, locked, currencies, GrantedDisputes.NONE);
  }

  /**
   * The same, with what granted disputes bring into the journal.
   *
   * @param disputes of statement lines
   */
  public CloseService(
      CloseStore store,
      CloseLedger ledger,
      Supplier<CloseConfig> config,
      Supplier<List<String>> billSources,
      Clock clock,
      Optional<LockedRates> locked,
      Supplier<CurrenciesConfig> currencies,
      GrantedDisputes disputes) {
    this.disputes = disputes;
    this.locked = locked;
    this.currencies = currencies;
    this.store = store;
    this.ledger = ledger;
    this.config = config;
    this.billSources = billSources;
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
        row.put("checklist", checklistShown(close, book, known, () -> known.facts(period)));
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
    answer.put("checklist", checklistShown(close, book, known, () -> facts));
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
                    rateChanges(close))));
    answer.put("lockedRates", lock(close).map(CloseView::rates));
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

  private Optional<RateLock> lock(StoredClose close) {
    return locked.flatMap(of -> of.of(close));
  }

  /** What the configuration says otherwise of a closed period than its sign-off locked. */
  private List<RateChange> rateChanges(StoredClose close) {
    return lock(close)
        .map(
            lock ->
                RateChange.between(lock.rates(), currencies.get().rates().within(lock.period())))
        .orElse(List.of());
  }

  /** Of a closed period the checklist of its sign-off, else that of now. */
  private List<Map<String, Object>> checklistShown(
      StoredClose close, PeriodBook book, CloseLedger.AsKnown known, Supplier<PeriodFacts> facts) {
    List<CheckedItem> items =
        close.state() == CloseState.CLOSED
            ? store.checklist(close.newest(CloseState.CLOSED).orElseThrow().id())
            : checklist(close, book, known, facts.get());
    return items.stream().map(CloseView::item).toList();
  }

  /** What was acknowledged when the period in review was prepared, with who did it. */
  private Map<String, CheckedItem> acknowledged(StoredClose close) {
    Map<String, CheckedItem> items = new LinkedHashMap<>();
    if (close.state() == CloseState.IN_REVIEW) {
      store.checklist(close.newest(CloseState.IN_REVIEW).orElseThrow().id()).stream()
          .filter(item -> item.state() == CheckedItem.State.ACKNOWLEDGED)
          .forEach(item -> items.put(item.id(), item));
    }
    return items;
  }

  /** The checklist as the ledger finds it, with what was acknowledged of a period in review. */
  private List<CheckedItem> checklist(
      StoredClose close, PeriodBook book, CloseLedger.AsKnown known, PeriodFacts facts) {
    Map<String, CheckedItem> acknowledged = acknowledged(close);
    BookPeriod period = close.period();
    Optional<BookPeriod> before = book.before(period);
    Checklist.Input input =
        new Checklist.Input(
            period,
            book.hasEnded(period),
            facts,
            expected(before, known),
            before.map(
                other ->
                    new Checklist.Before(other, book.close(other).state() == CloseState.CLOSED)));
    return Checklist.of(input).stream()
        .map(
            item -> {
              CheckedItem word = acknowledged.get(item.id());
              // Somebody stood for what was found then; what is found now needs a new word.
              return word != null && word.reason().equals(item.reason())
                  ? item.acknowledgedBy(word.who(), word.note())
                  : item;
            })
        .toList();
  }

  private List<String> expected(Optional<BookPeriod> before, CloseLedger.AsKnown known) {
    TreeSet<String> expected = new TreeSet<>(billSources.get());
    before.ifPresent(period -> expected.addAll(known.sources(period)));
    return List.copyOf(expected);
  }

  private PeriodBook book(CloseLedger.AsKnown known) {
    return book(known, Optional.empty());
  }

  /** The book with the closes of now, or as they were at an instant. */
  private PeriodBook book(CloseLedger.AsKnown known, Optional<Instant> asOf) {
    SortedMap<String, StoredClose> closes = store.all();
    asOf.ifPresent(instant -> closes.replaceAll((name, close) -> close.asOf(instant)));
    return new PeriodBook(config.get().calendar(), closes, known.firstDay(), clock.instant());
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
                  checklist(close, book, known, known.facts(period)).stream()
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
              List<CheckedItem> items = checklist(close, book, known, facts);
              Instant at = now(close, known.asOf());
              PeriodClose signed = rule(close, items, at).signOff(user, at, known.asOf());
              refuseOpen(period, items);
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
                  Optional.of(journal(period, true, book, known, Optional.empty())));
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

  /** What was done when the period was prepared may be open again by now. */
  private static void refuseOpen(BookPeriod period, List<CheckedItem> items) {
    Faults faults = Faults.of("close of " + period);
    for (CheckedItem item : items) {
      faults.check(
          !item.required() || item.state() != CheckedItem.State.OPEN,
          ProblemCode.MISSING_VALUE,
          "checklist",
          "'" + item.title() + "' is open again: " + item.reason());
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
              boolean closed = close.state() == CloseState.CLOSED;
              Optional<PeriodJournal> signed =
                  closed && asOf.isEmpty()
                      ? store.journal(period, close.newest(CloseState.CLOSED).orElseThrow())
                      : Optional.empty();
              return signed.orElseGet(() -> journal(period, closed, book, known, asOf));
            });
  }

  private PeriodJournal journal(
      BookPeriod period,
      boolean closed,
      PeriodBook book,
      CloseLedger.AsKnown known,
      Optional<Instant> asOf) {
    TreeSet<String> silent = new TreeSet<>(expected(book.before(period), known));
    silent.removeAll(known.sources(period));
    List<String> late = new ArrayList<>(EndedShortfalls.named(book.before(period), known));
    late.addAll(new LateDifferences(book, store, each -> differences(each, known)).namedIn(period));
    return PeriodJournal.of(
            new PeriodJournal.Input(
                period,
                book.next(period),
                known.owed(period),
                known.shortfalls(period),
                new BookedCorrections(store, ledger, book).ofInvoices(period, known),
                List.copyOf(silent),
                differences(period, known),
                late,
                known.prepaid()),
            config.get().accounts(),
            known.asOf(),
            closed)
        .plus(disputes.bookedIn(period, asOf), config.get().accounts());
  }

  private InvoiceDifferences differences(BookPeriod period, CloseLedger.AsKnown known) {
    CurrenciesConfig books = currencies.get();
    BookRates rates = BookRates.of(books.rates(), locked.map(LockedRates::all).orElse(List.of()));
    return books
        .book()
        .map(book -> InvoiceDifferences.of(known.invoices(period), book, rates))
        .orElse(InvoiceDifferences.NONE);
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
    CurrenciesConfig books = currencies.get();
    Optional<ExchangeRateBook> rates =
        signed.isPresent() && books.book().isPresent()
            ? Optional.of(books.rates().within(LockedRates.days(before.period())))
            : Optional.empty();
    store.add(
        new CloseStore.Draft(before.period(), step, event, items, signed, booked, journal, rates));
  }

  private Map<String, Object> again(BookPeriod period) {
    return detail(period.name(), Optional.empty()).orElseThrow();
  }
}
