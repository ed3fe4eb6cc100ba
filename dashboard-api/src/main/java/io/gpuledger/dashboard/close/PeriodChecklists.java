package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CloseState;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.dashboard.query.PeriodFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What is open of a period, and what somebody stands for. */
final class PeriodChecklists {
  private final CloseStore store;
  private final BookSettings settings;

  PeriodChecklists(CloseStore store, BookSettings settings) {
    this.store = store;
    this.settings = settings;
  }

  /** Of a closed period the checklist of its sign-off, else that of now. */
  List<Map<String, Object>> shown(
      StoredClose close, PeriodBook book, CloseLedger.AsKnown known, Supplier<PeriodFacts> facts) {
    List<CheckedItem> items =
        close.state() == CloseState.CLOSED
            ? store.checklist(close.newest(CloseState.CLOSED).orElseThrow().id())
            : of(close, book, known, facts.get());
    return items.stream().map(CloseView::item).toList();
  }

  /** The checklist as the ledger finds it, with what was acknowledged of a period in review. */
  List<CheckedItem> of(
      StoredClose close, PeriodBook book, CloseLedger.AsKnown known, PeriodFacts facts) {
    Map<String, CheckedItem> acknowledged = acknowledged(close);
    BookPeriod period = close.period();
    Optional<BookPeriod> before = book.before(period);
    Checklist.Input input =
        new Checklist.Input(
            period,
            book.hasEnded(period),
            facts,
            settings.expected(before, known),
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

  /** What was done when the period was prepared may be open again by now. */
  static void refuseOpen(BookPeriod period, List<CheckedItem> items) {
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
}
