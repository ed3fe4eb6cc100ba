package io.gpuledger.dashboard.report;

import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.cost.close.JournalLine;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.close.PeriodJournal;
import io.gpuledger.dashboard.document.Column;
import io.gpuledger.dashboard.document.ReportDocument;
import io.gpuledger.dashboard.document.ReportDocument.Facts;
import io.gpuledger.dashboard.document.ReportDocument.Place;
import io.gpuledger.dashboard.document.ReportDocument.Row;
import io.gpuledger.dashboard.document.ReportDocument.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The journal of a period for finance's ledger. Amounts are exact; ids follow from the content. */
public final class JournalReport {
  private JournalReport() {}

  /**
   * The journal as a document. Its CSV has one row a line of an entry and nothing else: a file that
   * a ledger loads as it is.
   */
  public static ReportDocument of(PeriodJournal journal) {
    List<Row> rows = new ArrayList<>();
    for (JournalEntry entry : journal.entries()) {
      for (JournalLine line : entry.lines()) {
        String amount = line.amount().amount().toString();
        boolean debit = line.side() == JournalLine.Side.DEBIT;
        rows.add(
            Row.of(
                List.of(
                    entry.id(),
                    kind(entry),
                    entry.period().name(),
                    entry.date().toString(),
                    entry.reference(),
                    line.account().entity(),
                    line.account().account(),
                    line.account().costCenter(),
                    line.amount().currency(),
                    debit ? amount : "",
                    debit ? "" : amount)));
      }
    }
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("period", journal.period().name(), journal.closed() ? "closed" : "open"));
    facts.add(List.of("as_of", journal.asOf().toString()));
    journal.notAccrued().forEach(text -> facts.add(List.of("not accrued", text)));
    return new ReportDocument(
        "accrual-journal",
        "Month-end journal",
        journal.period().name(),
        journal.asOf().toString(),
        List.of(
            Table.of(
                "Journal",
                List.of(
                    Column.text("entry_id", "Entry"),
                    Column.text("kind", "Kind"),
                    Column.text("period", "Period"),
                    Column.date("date", "Date"),
                    Column.text("reference", "Reference"),
                    Column.text("entity", "Entity"),
                    Column.text("account", "Account"),
                    Column.text("cost_center", "Cost centre"),
                    Column.text("currency", "Currency"),
                    Column.money("debit", "Debit"),
                    Column.money("credit", "Credit")),
                rows),
            balance(journal),
            new Facts(facts, Place.ABSENT)));
  }

  private static Table balance(PeriodJournal journal) {
    List<Row> rows = new ArrayList<>();
    for (Map<String, Object> row : balanceRows(journal)) {
      String debit = String.valueOf(row.get("debit"));
      String credit = String.valueOf(row.get("credit"));
      Amount difference = Amount.parse(debit).minus(Amount.parse(credit));
      rows.add(
          Row.of(
              List.of(String.valueOf(row.get("currency")), debit, credit, difference.toString())));
    }
    return Table.listing(
            "Balance",
            List.of(
                Column.text("currency", "Currency"),
                Column.money("debit", "Debit"),
                Column.money("credit", "Credit"),
                Column.money("difference", "Difference")),
            rows)
        .at(Place.ABSENT);
  }

  /** The journal as JSON, with the balance of each currency and what is not accrued. */
  public static Map<String, Object> view(PeriodJournal journal) {
    List<Map<String, Object>> entries = new ArrayList<>();
    journal.entries().forEach(entry -> entries.add(view(entry)));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("period", journal.period().name());
    answer.put("closed", journal.closed());
    answer.put("entries", entries);
    answer.put("balance", balanceRows(journal));
    answer.put("notAccrued", journal.notAccrued());
    answer.put("snapshot", Map.of("asOf", journal.asOf()));
    return answer;
  }

  /** Debits and credits by currency. */
  private static List<Map<String, Object>> balanceRows(PeriodJournal journal) {
    Map<String, Amount> debits = new TreeMap<>();
    Map<String, Amount> credits = new TreeMap<>();
    for (JournalEntry entry : journal.entries()) {
      for (JournalLine line : entry.lines()) {
        Map<String, Amount> side = line.side() == JournalLine.Side.DEBIT ? debits : credits;
        side.merge(line.amount().currency(), line.amount().amount(), Amount::plus);
      }
    }
    List<Map<String, Object>> balance = new ArrayList<>();
    debits.forEach(
        (currency, debit) -> {
          Map<String, Object> row = new LinkedHashMap<>();
          row.put("currency", currency);
          row.put("debit", debit.toString());
          row.put("credit", credits.getOrDefault(currency, Amount.ZERO).toString());
          balance.add(row);
        });
    return balance;
  }

  private static Map<String, Object> view(JournalEntry entry) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", entry.id());
    row.put("kind", kind(entry));
    row.put("period", entry.period().name());
    row.put("date", entry.date().toString());
    row.put("reference", entry.reference());
    row.put("lines", entry.lines().stream().map(JournalReport::view).toList());
    return row;
  }

  private static Map<String, Object> view(JournalLine line) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("entity", line.account().entity());
    row.put("account", line.account().account());
    row.put("costCenter", line.account().costCenter());
    row.put("side", line.side().name().toLowerCase(Locale.ROOT));
    row.put("amount", line.amount().amount().toString());
    row.put("currency", line.amount().currency());
    return row;
  }

  private static String kind(JournalEntry entry) {
    return entry.kind().name().toLowerCase(Locale.ROOT);
  }
}
