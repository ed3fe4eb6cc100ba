package io.gpuledger.dashboard.report;

import io.gpuledger.dashboard.document.Column;
import io.gpuledger.dashboard.document.ReportDocument;
import io.gpuledger.dashboard.document.ReportDocument.Facts;
import io.gpuledger.dashboard.document.ReportDocument.Row;
import io.gpuledger.dashboard.document.ReportDocument.Section;
import io.gpuledger.dashboard.document.ReportDocument.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A chargeback as a document: rows, totals, the proof, then the statement and its policies. */
public final class ChargebackDocument {
  private ChargebackDocument() {}

  /** The document; a cell is empty where a cost is not known. */
  public static ReportDocument of(ChargebackReport report) {
    String asOf = String.valueOf(report.snapshot().get("asOf"));
    List<Section> sections = new ArrayList<>();
    sections.add(rows(report));
    sections.add(totals(report));
    sections.add(proof(report));
    if (report.statement() != null) {
      sections.addAll(report.statement().sections());
    }
    sections.add(
        Facts.of(
            List.of(
                List.of("period", report.period(), "billing period begins in this month"),
                List.of("as_of", asOf),
                List.of("note", report.note()))));
    if (report.conversion() != null) {
      sections.add(Facts.of(report.conversion().texts()));
    }
    return new ReportDocument("chargeback", "Chargeback", report.period(), asOf, sections);
  }

  private static Table rows(ChargebackReport report) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.text("team", "Team"));
    columns.add(Column.text("cost_center", "Cost centre"));
    columns.add(Column.text("currency", "Currency"));
    ChargebackReport.METRICS.forEach(
        metric -> columns.add(Column.money(metric + "_cost", words(metric))));
    columns.add(
        Column.money(report.metric() + "_cost_displayed", words(report.metric()) + ", displayed"));
    columns.add(Column.quantity("gpu_hours", "GPU-hours"));
    ChargebackReport.METRICS.stream()
        .skip(1)
        .forEach(
            metric ->
                columns.add(
                    Column.count(
                        "lines_without_" + metric + "_cost",
                        "Lines without " + words(metric).toLowerCase(Locale.ROOT))));
    ChargebackReport.STATES.forEach(
        state ->
            columns.add(
                Column.money(
                    report.metric() + "_cost_" + state,
                    words(report.metric()) + ", " + ofState(state))));
    List<Row> rows = new ArrayList<>();
    for (ChargebackReport.Row row : report.rows()) {
      List<String> cells = new ArrayList<>(List.of(row.team(), row.costCenter(), row.currency()));
      ChargebackReport.METRICS.forEach(metric -> cells.add(orEmpty(row.text(metric))));
      cells.add(orEmpty(row.displayed()));
      cells.add(row.gpuHours());
      ChargebackReport.METRICS.stream()
          .skip(1)
          .forEach(metric -> cells.add(row.linesWithout().getOrDefault(metric, 0L).toString()));
      ChargebackReport.STATES.forEach(state -> cells.add(orEmpty(row.states().get(state))));
      rows.add(Row.of(cells));
    }
    return Table.of("Teams", columns, rows);
  }

  private static Table totals(ChargebackReport report) {
    List<Row> rows = new ArrayList<>();
    for (Map<String, @Nullable String> total : report.totals()) {
      List<String> cells = new ArrayList<>(List.of("total", orEmpty(total.get("currency"))));
      ChargebackReport.METRICS.forEach(metric -> cells.add(orEmpty(total.get(metric))));
      rows.add(Row.total(cells));
    }
    List<Column> columns = new ArrayList<>();
    columns.add(Column.mark("total"));
    columns.add(Column.text("currency", "Currency"));
    ChargebackReport.METRICS.forEach(
        metric -> columns.add(Column.money(metric + "_cost", words(metric))));
    return Table.of("Totals", columns, rows);
  }

  private static Table proof(ChargebackReport report) {
    return Table.listing(
        "Proof of sum",
        List.of(
            Column.mark("proof"),
            Column.text("currency", "Currency"),
            Column.text("cost", "Cost"),
            Column.money("charges", "Charges of the bill"),
            Column.money("lines", "Lines of the report"),
            Column.money("difference", "Difference")),
        report.proof().stream()
            .map(
                one ->
                    Row.of(
                        List.of(
                            "proof",
                            one.currency(),
                            one.metric(),
                            one.charges(),
                            one.lines(),
                            one.difference())))
            .toList());
  }

  private static String words(String metric) {
    return switch (metric) {
      case "billed" -> "Invoiced";
      case "effective" -> "Amortised";
      case "list" -> "List";
      default -> "Contracted";
    };
  }

  private static String ofState(String state) {
    return switch (state) {
      case "active" -> "busy, low efficiency";
      case "held_idle" -> "held idle";
      case "unallocated" -> "unused GPUs";
      case "unused_commitment" -> "unused commitment";
      case "not_gpu" -> "not GPU";
      default -> state;
    };
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
