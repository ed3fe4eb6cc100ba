package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CloseEvent;
import io.gpuledger.cost.close.CloseState;
import io.gpuledger.cost.close.CorrectionLine;
import io.gpuledger.cost.close.FigureKey;
import io.gpuledger.cost.close.FigureSet;
import io.gpuledger.cost.currency.ExchangeRateBook;
import io.gpuledger.cost.invoice.BridgeLine;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.problem.RefusedException;
import io.gpuledger.dashboard.query.CloseReader;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The steps of closes and what was signed, in operational state. Rows are only added. */
public final class CloseStore {
  private static final String GROUPS =
      "metric, basis, source, account, team, cost_center, service, currency, amount";

  private final StateStore store;

  public CloseStore(StateStore store) {
    this.store = store;
  }

  /**
   * A step that is to be stored with all that belongs to it.
   *
   * @param period whose
   * @param stepNo its number, one more than the steps before
   * @param event the step
   * @param checklist as it stood
   * @param signed what a sign-off signs
   * @param booked corrections of earlier periods that a sign-off books
   * @param rates what a sign-off locks, where own books have a currency
   */
  record Draft(
      BookPeriod period,
      int stepNo,
      CloseEvent event,
      List<CheckedItem> checklist,
      Optional<SignedFigures> signed,
      List<CorrectionLine> booked,
      Optional<ExchangeRateBook> rates) {}

  /**
   * Stores a step: all of it, or nothing.
   *
   * @throws RefusedException if somebody else took a step of the period in the meantime
   */
  void add(Draft draft) {
    store.change(
        connection -> {
          int steps =
              Rows.first(
                      connection,
                      "SELECT count(*) FROM close_events WHERE period = ?",
                      row -> row.getInt(1),
                      draft.period().name())
                  .orElse(0);
          if (steps + 1 != draft.stepNo()) {
            throw RefusedException.of(
                ProblemCode.NOT_ALLOWED_VALUE,
                "close of " + draft.period(),
                "state",
                "somebody else took a step meanwhile; look again");
          }
          long id = event(connection, draft);
          checklist(connection, id, draft.checklist());
          if (draft.signed().isPresent()) {
            figures(connection, id, draft.signed().get());
          }
          if (draft.rates().isPresent()) {
            LockedRates.store(connection, id, draft.rates().get());
          }
          for (CorrectionLine line : draft.booked()) {
            insertFigure(
                connection,
                "INSERT INTO close_corrections (event_id, corrects, day, "
                    + GROUPS
                    + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                List.of(id, line.corrects().name(), line.date().toString()),
                line.key(),
                line.delta());
          }
        });
  }

  private static long event(Connection connection, Draft draft) throws SQLException {
    BookPeriod period = draft.period();
    CloseEvent event = draft.event();
    Rows.update(
        connection,
        "INSERT INTO close_events (period, step_no, fiscal_year, number, first_day, end_day, zone,"
            + " from_state, to_state, at, who, reason, as_of)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        period.name(),
        draft.stepNo(),
        period.fiscalYear(),
        period.number(),
        period.firstDay().toString(),
        period.endDay().toString(),
        period.zone().getId(),
        code(event.from()),
        code(event.to()),
        Rows.time(event.at()),
        event.by(),
        event.reason(),
        draft.signed().map(signed -> Rows.time(signed.detail().asOf())).orElse(""));
    return Rows.first(connection, "SELECT last_insert_rowid()", row -> row.getLong(1))
        .orElseThrow();
  }

  private static void checklist(Connection connection, long id, List<CheckedItem> items)
      throws SQLException {
    for (int i = 0; i < items.size(); i++) {
      CheckedItem item = items.get(i);
      Rows.update(
          connection,
          "INSERT INTO close_checklist (event_id, position, item, title, required,"
              + " acknowledgeable, state, reason, who, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          id,
          i,
          item.id(),
          item.title(),
          item.required() ? 1 : 0,
          item.acknowledgeable() ? 1 : 0,
          item.state().code(),
          item.reason(),
          item.who(),
          item.note());
    }
  }

  private static void figures(Connection connection, long id, SignedFigures signed)
      throws SQLException {
    for (Map.Entry<FigureKey, Amount> figure : signed.detail().figures().entrySet()) {
      insertFigure(
          connection,
          "INSERT INTO close_figures (event_id, "
              + GROUPS
              + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          List.of(id),
          figure.getKey(),
          figure.getValue());
    }
    int position = 0;
    for (SignedFigures.Line line : signed.bridge()) {
      Rows.update(
          connection,
          "INSERT INTO close_bridge (event_id, currency, position, line, amount)"
              + " VALUES (?, ?, ?, ?, ?)",
          id,
          line.currency(),
          position++,
          line.line().code(),
          line.amount().map(Amount::toString).orElse(""));
    }
  }

  private static void insertFigure(
      Connection connection, String sql, List<Object> first, FigureKey key, Amount amount)
      throws SQLException {
    List<Object> values = new ArrayList<>(first);
    CloseReader.FIGURE_KEYS.forEach(name -> values.add(key.groups().getOrDefault(name, "-")));
    values.add(key.currency());
    values.add(amount.toString());
    Rows.update(connection, sql, values.toArray());
  }

  /** Every period with a step, by its name. */
  SortedMap<String, StoredClose> all() {
    Map<String, BookPeriod> periods = new HashMap<>();
    SortedMap<String, List<StoredClose.Step>> steps = new TreeMap<>();
    store.change(
        connection ->
            Rows.list(
                connection,
                "SELECT event_id, fiscal_year, number, first_day, end_day, zone, from_state,"
                    + " to_state, at, who, reason, as_of FROM close_events"
                    + " ORDER BY period, step_no",
                row -> {
                  BookPeriod period = period(row);
                  // The days of the first step hold: what was signed is of them.
                  periods.putIfAbsent(period.name(), period);
                  return steps
                      .computeIfAbsent(period.name(), name -> new ArrayList<>())
                      .add(step(row));
                }));
    SortedMap<String, StoredClose> closes = new TreeMap<>();
    steps.forEach(
        (name, of) -> {
          BookPeriod period = periods.get(name);
          if (period != null) {
            closes.put(name, new StoredClose(period, of));
          }
        });
    return closes;
  }

  private static BookPeriod period(ResultSet row) throws SQLException {
    return new BookPeriod(
        row.getInt(2),
        row.getInt(3),
        LocalDate.parse(row.getString(4)),
        LocalDate.parse(row.getString(5)),
        ZoneId.of(row.getString(6)));
  }

  private static StoredClose.Step step(ResultSet row) throws SQLException {
    String asOf = row.getString(12);
    return new StoredClose.Step(
        row.getLong(1),
        new CloseEvent(
            Instant.parse(row.getString(9)),
            row.getString(10),
            state(row.getString(7)),
            state(row.getString(8)),
            row.getString(11)),
        asOf.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(asOf)));
  }

  /** The checklist as it stood at a step. */
  List<CheckedItem> checklist(long eventId) {
    return store.transaction(
        connection ->
            Rows.list(
                connection,
                "SELECT item, title, required, acknowledgeable, state, reason, who, note"
                    + " FROM close_checklist WHERE event_id = ? ORDER BY position",
                row ->
                    new CheckedItem(
                        row.getString(1),
                        row.getString(2),
                        row.getInt(3) == 1,
                        row.getInt(4) == 1,
                        CheckedItem.State.ofCode(row.getString(5)),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8)),
                eventId));
  }

  /** What a sign-off signed. */
  SignedFigures signed(StoredClose.Step signOff) {
    return store.transaction(
        connection -> {
          Map<FigureKey, Amount> figures = new HashMap<>();
          for (Figure figure :
              Rows.list(
                  connection,
                  "SELECT " + GROUPS + " FROM close_figures WHERE event_id = ?",
                  row -> figure(row, 1),
                  signOff.id())) {
            figures.put(figure.key(), figure.amount());
          }
          List<SignedFigures.Line> bridge =
              Rows.list(
                  connection,
                  "SELECT currency, line, amount FROM close_bridge WHERE event_id = ?"
                      + " ORDER BY position",
                  CloseStore::line,
                  signOff.id());
          return new SignedFigures(FigureSet.of(signOff.asOf().orElseThrow(), figures), bridge);
        });
  }

  private static SignedFigures.Line line(ResultSet row) throws SQLException {
    String amount = row.getString(3);
    return new SignedFigures.Line(
        row.getString(1),
        BridgeLine.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
        amount.isEmpty() ? Optional.empty() : Optional.of(Amount.parse(amount)));
  }

  private record Figure(FigureKey key, Amount amount) {}

  private static Figure figure(ResultSet row, int at) throws SQLException {
    Map<String, String> groups = new LinkedHashMap<>();
    int column = at;
    for (String name : CloseReader.FIGURE_KEYS) {
      groups.put(name, row.getString(column++));
    }
    return new Figure(
        FigureKey.of(groups, row.getString(column)), Amount.parse(row.getString(column + 1)));
  }

  /** Every correction that a sign-off booked, of periods that have steps. */
  List<CorrectionLine> booked(SortedMap<String, StoredClose> closes) {
    return store.transaction(
        connection ->
            Rows.list(
                connection,
                "SELECT e.period, c.corrects, c.day, c.metric, c.basis, c.source, c.account,"
                    + " c.team, c.cost_center, c.service, c.currency, c.amount"
                    + " FROM close_corrections AS c JOIN close_events AS e"
                    + " ON e.event_id = c.event_id ORDER BY c.rowid",
                row -> {
                  Figure figure = figure(row, 4);
                  return new CorrectionLine(
                      figure.key(),
                      of(closes, row.getString(2)),
                      of(closes, row.getString(1)),
                      LocalDate.parse(row.getString(3)),
                      figure.amount());
                }));
  }

  private static BookPeriod of(Map<String, StoredClose> closes, String name) {
    StoredClose close = closes.get(name);
    if (close == null) {
      throw new IllegalStateException("correction of unknown period " + name);
    }
    return close.period();
  }

  private static String code(CloseState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static CloseState state(String code) {
    return CloseState.valueOf(code.toUpperCase(Locale.ROOT));
  }
}
