package io.gpuledger.dashboard.close;

import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.GlAccount;
import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.cost.close.JournalLine;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.state.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Journals of signed periods in operational state, each under the step that signed it. */
final class JournalStore {
  private JournalStore() {}

  /** Stores the journal of a sign-off. */
  static void add(Connection connection, long eventId, PeriodJournal journal) throws SQLException {
    BookPeriod next = journal.next();
    Rows.update(
        connection,
        "INSERT INTO close_journals VALUES (?, ?, ?, ?, ?, ?, ?)",
        eventId,
        next.fiscalYear(),
        next.number(),
        next.edition(),
        next.firstDay().toString(),
        next.endDay().toString(),
        next.zone().getId());
    for (int i = 0; i < journal.entries().size(); i++) {
      JournalEntry entry = journal.entries().get(i);
      for (int j = 0; j < entry.lines().size(); j++) {
        JournalLine line = entry.lines().get(j);
        Rows.update(
            connection,
            "INSERT INTO close_journal_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            eventId,
            i,
            j,
            entry.kind().name().toLowerCase(Locale.ROOT),
            entry.period().equals(next) ? 1 : 0,
            entry.date().toString(),
            entry.reference(),
            line.side().name().toLowerCase(Locale.ROOT),
            line.account().entity(),
            line.account().account(),
            line.account().costCenter(),
            line.amount().currency(),
            line.amount().amount().toString());
      }
    }
    for (int i = 0; i < journal.notAccrued().size(); i++) {
      Rows.update(
          connection,
          "INSERT INTO close_journal_gaps VALUES (?, ?, ?)",
          eventId,
          i,
          journal.notAccrued().get(i));
    }
  }

  /** The journal that a step signed; empty where the step has none. */
  static Optional<PeriodJournal> of(
      Connection connection, long eventId, BookPeriod period, Instant asOf) throws SQLException {
    Optional<BookPeriod> next =
        Rows.first(
            connection,
            "SELECT next_fiscal_year, next_number, next_first_day, next_end_day, next_zone,"
                + " next_edition FROM close_journals WHERE event_id = ?",
            row ->
                new BookPeriod(
                    row.getInt(1),
                    row.getInt(2),
                    LocalDate.parse(row.getString(3)),
                    LocalDate.parse(row.getString(4)),
                    ZoneId.of(row.getString(5)),
                    row.getInt(6)),
            eventId);
    if (next.isEmpty()) {
      return Optional.empty();
    }
    SortedMap<Integer, JournalEntry.Head> heads = new TreeMap<>();
    SortedMap<Integer, List<JournalLine>> lines = new TreeMap<>();
    Rows.list(
        connection,
        "SELECT entry, kind, in_next, day, reference, side, entity, account, cost_center,"
            + " currency, amount FROM close_journal_lines WHERE event_id = ? ORDER BY entry, line",
        row -> {
          heads.putIfAbsent(row.getInt(1), head(row, row.getInt(3) == 1 ? next.get() : period));
          return lines.computeIfAbsent(row.getInt(1), entry -> new ArrayList<>()).add(line(row));
        },
        eventId);
    List<JournalEntry> entries = new ArrayList<>();
    heads.forEach(
        (entry, head) ->
            entries.add(
                new JournalEntry(
                    head.kind(),
                    head.period(),
                    head.date(),
                    head.reference(),
                    lines.getOrDefault(entry, List.of()))));
    List<String> gaps =
        Rows.list(
            connection,
            "SELECT words FROM close_journal_gaps WHERE event_id = ? ORDER BY position",
            row -> row.getString(1),
            eventId);
    return Optional.of(new PeriodJournal(period, next.get(), asOf, true, entries, gaps));
  }

  private static JournalEntry.Head head(ResultSet row, BookPeriod period) throws SQLException {
    return new JournalEntry.Head(
        JournalEntry.Kind.valueOf(row.getString(2).toUpperCase(Locale.ROOT)),
        period,
        LocalDate.parse(row.getString(4)),
        row.getString(5));
  }

  private static JournalLine line(ResultSet row) throws SQLException {
    return new JournalLine(
        new GlAccount(row.getString(8), row.getString(9), row.getString(7)),
        JournalLine.Side.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
        new Money(row.getString(10), Amount.parse(row.getString(11))));
  }
}
