package io.gpuledger.dashboard.report;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.reconcile.Finding;
import io.gpuledger.cost.reconcile.HourPart;
import io.gpuledger.cost.reconcile.MoneyPart;
import io.gpuledger.cost.reconcile.ReconciledTotal;
import io.gpuledger.dashboard.document.Column;
import io.gpuledger.dashboard.document.ReportDocument;
import io.gpuledger.dashboard.document.ReportDocument.Facts;
import io.gpuledger.dashboard.document.ReportDocument.Row;
import io.gpuledger.dashboard.document.ReportDocument.Table;
import io.gpuledger.dashboard.query.ReconcileFigures;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What was billed beside what was seen, by invoice, SKU and day, for a spreadsheet. */
public final class ReconciliationReport {
  private static final BigDecimal NANOS_PER_HOUR = BigDecimal.valueOf(3_600_000_000_000L);

  /** Nanoseconds in hours, to the last digit that fits. */
  private static final int DIGITS = 15;

  private ReconciliationReport() {}

  /** The report: rows, totals by currency, findings. Amounts in full. */
  public static ReportDocument of(
      YearMonth period, ReconcileFigures figures, Map<String, Object> snapshot) {
    List<Row> rows = new ArrayList<>();
    for (ReconcileFigures.Row row : figures.rows()) {
      Map<String, String> keys = row.group().keys();
      rows.add(
          Row.of(
              cells(
                  List.of(
                      keys.getOrDefault("day", ""),
                      keys.getOrDefault("source", ""),
                      keys.getOrDefault("invoice", ""),
                      keys.getOrDefault("sku", ""),
                      row.group().currency()),
                  row.total())));
    }
    figures
        .totals()
        .forEach(
            (currency, total) ->
                rows.add(Row.total(cells(List.of("total", "", "", "", currency), total))));
    return new ReportDocument(
        "reconciliation",
        "Reconciliation",
        period.toString(),
        String.valueOf(snapshot.get("asOf")),
        List.of(
            Table.of("Billed beside seen", columns(), rows).withTotalsApart(),
            findings(figures),
            Facts.of(
                List.of(
                    List.of("period", period.toString(), "days of usage in UTC; billed cost"),
                    List.of(
                        "rule",
                        "the parts of money sum to billed, the parts of hours to billed hours"),
                    List.of("as_of", String.valueOf(snapshot.get("asOf")))))));
  }

  private static List<Column> columns() {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.date("day", "Day"),
                Column.text("source", "Source"),
                Column.text("invoice", "Invoice"),
                Column.text("sku", "SKU"),
                Column.text("currency", "Currency"),
                Column.money("billed", "Billed")));
    for (MoneyPart part : MoneyPart.values()) {
      columns.add(Column.money(part.code(), words(part.code())));
    }
    columns.add(Column.quantity("billed_gpu_hours", "Billed GPU-hours"));
    columns.add(Column.quantity("seen_gpu_hours", "Seen GPU-hours"));
    columns.add(Column.quantity("valid_gpu_hours", "Valid GPU-hours"));
    columns.add(Column.quantity("paid_minus_valid_gpu_hours", "Paid minus valid GPU-hours"));
    for (HourPart part : HourPart.values()) {
      columns.add(Column.quantity(part.code() + "_gpu_hours", words(part.code()) + " GPU-hours"));
    }
    return columns;
  }

  private static Table findings(ReconcileFigures figures) {
    List<Row> rows = new ArrayList<>();
    for (Finding finding : figures.findings()) {
      rows.add(
          Row.of(
              List.of(
                  "finding",
                  finding.severity().code(),
                  finding.part(),
                  finding.firstDay() + ".." + finding.lastDay(),
                  finding.text(),
                  finding.action(),
                  finding.key().currency(),
                  hours(finding.nanos()),
                  finding.worth().map(Amount::toString).orElse(""))));
    }
    return Table.listing(
        "Findings",
        List.of(
            Column.mark("finding"),
            Column.text("severity", "Severity"),
            Column.text("part", "Part"),
            Column.text("days", "Days"),
            Column.text("text", "Finding"),
            Column.text("action", "What to do"),
            Column.text("currency", "Currency"),
            Column.quantity("gpu_hours", "GPU-hours"),
            Column.money("worth", "Worth")),
        rows);
  }

  private static String words(String code) {
    String spaced = code.replace('_', ' ');
    return Character.toUpperCase(spaced.charAt(0)) + spaced.substring(1);
  }

  private static List<String> cells(List<String> texts, ReconciledTotal total) {
    List<String> cells = new ArrayList<>(texts);
    cells.addAll(numbers(total));
    return cells;
  }

  private static List<String> numbers(ReconciledTotal total) {
    List<String> numbers = new ArrayList<>();
    numbers.add(total.billed().toString());
    for (MoneyPart part : MoneyPart.values()) {
      numbers.add(total.money().getOrDefault(part, Amount.ZERO).toString());
    }
    numbers.add(hours(total.paidNanos()));
    numbers.add(hours(total.seenNanos()));
    numbers.add(hours(total.validNanos()));
    numbers.add(hours(total.paidMinusValidNanos()));
    for (HourPart part : HourPart.values()) {
      numbers.add(hours(total.hours().getOrDefault(part, BigInteger.ZERO)));
    }
    return numbers;
  }

  private static String hours(BigInteger nanos) {
    return Amount.of(
            new BigDecimal(nanos).divide(NANOS_PER_HOUR, DIGITS, java.math.RoundingMode.HALF_UP))
        .toString();
  }
}
