package io.gpuledger.dashboard.report;

import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.cost.close.JournalLine;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.close.PeriodJournal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The journal of a period for finance's ledger. Amounts are exact; ids follow from the content. */
public final class JournalReport {
  private JournalReport() {}

  /** One row a line of an entry, and nothing else: a file that a ledger loads as it is. */
  public static byte[] toCsv(PeriodJournal journal) {
    CsvText csv = new CsvText();
    csv.texts(
        List.of(
            "entry_id",
            "kind",
            "period",
            "date",
            "reference",
            "entity",
            "account",
            "cost_center",
            "currency",
            "debit",
            "credit"));
    for (JournalEntry entry : journal.entries()) {
      for (JournalLine line : entry.lines()) {
        String amount = line.amount().amount().toString();
        boolean debit = line.side() == JournalLine.Side.DEBIT;
        csv.record(
            List.of(
                entry.id(),
                kind(entry),
                entry.period().name(),
                entry.date().toString(),
                entry.reference(),
                line.account().entity(),
                line.account().account(),
                line.account().costCenter(),
                line.amount().currency()),
            List.of(debit ? amount : "", debit ? "" : amount));
      }
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The journal as JSON, with the balance of each currency and what is not accrued. */
  public static Map<String, Object> view(PeriodJournal journal) {
    Map<String, Amount> debits = new TreeMap<>();
    Map<String, Amount> credits = new TreeMap<>();
    List<Map<String, Object>> entries = new ArrayList<>();
    for (JournalEntry entry : journal.entries()) {
      for (JournalLine line : entry.lines()) {
        Map<String, Amount> side = line.side() == JournalLine.Side.DEBIT ? debits : credits;
        side.merge(line.amount().currency(), line.amount().amount(), Amount::plus);
      }
      entries.add(view(entry));
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
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("period", journal.period().name());
    answer.put("closed", journal.closed());
    answer.put("entries", entries);
    answer.put("balance", balance);
    answer.put("notAccrued", journal.notAccrued());
    answer.put("snapshot", Map.of("asOf", journal.asOf()));
    return answer;
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
