package io.gpuledger.dashboard.report;

import io.gpuledger.dashboard.document.Column;
import io.gpuledger.dashboard.document.ReportDocument;
import io.gpuledger.dashboard.document.ReportDocument.Facts;
import io.gpuledger.dashboard.document.ReportDocument.Row;
import io.gpuledger.dashboard.document.ReportDocument.Section;
import io.gpuledger.dashboard.document.ReportDocument.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A comparison of two months as a document: rows with totals, then why in three lines. */
public final class VarianceDocument {
  private VarianceDocument() {}

  /** The document. */
  public static ReportDocument of(VarianceReport report) {
    String asOf = String.valueOf(report.snapshot().get("asOf"));
    return new ReportDocument(
        "variance",
        "Variance against " + report.against(),
        report.period(),
        asOf,
        sections(report, asOf));
  }

  private static List<Section> sections(VarianceReport report, String asOf) {
    List<Section> sections = new ArrayList<>();
    sections.add(rows(report));
    sections.add(why(report));
    sections.add(Facts.of(facts(report, asOf)));
    Optional.ofNullable(report.conversion())
        .ifPresent(conversion -> sections.add(Facts.of(conversion.texts())));
    return sections;
  }

  private static List<List<String>> facts(VarianceReport report, String asOf) {
    return List.of(
        List.of("period", report.period(), "billing period begins in this month"),
        List.of("against", report.against()),
        List.of("as_of", asOf),
        List.of("cost", report.metric()),
        List.of(
            "rule",
            "usage + rate + mix + commitment + currency_effect + one_off + other = change,"
                + " exactly"),
        List.of(
            "note",
            "Usage, rate and mix are told where device time, or a bill's quantity of one SKU in one"
                + " unit, counts what was used; else the change is other. "
                + (report.conversion() == null
                    ? "Figures stay in their billing currency, so currency_effect is 0."
                    : "currency_effect is what other exchange rates make of the later month; all"
                        + " other parts are told at the rates of "
                        + report.against()
                        + ".")));
  }

  private static Table rows(VarianceReport report) {
    List<Row> rows = new ArrayList<>();
    for (VarianceReport.Row row : report.rows()) {
      List<String> cells =
          new ArrayList<>(List.of(row.team(), row.provider(), row.service(), row.currency()));
      cells.addAll(row.parts().texts());
      cells.add(row.gpuHoursBefore());
      cells.add(row.gpuHoursAfter());
      cells.add(Long.toString(row.linesWithout()));
      rows.add(Row.of(cells));
    }
    for (VarianceReport.Total total : report.totals()) {
      List<String> cells = new ArrayList<>(List.of("total", "", "", total.currency()));
      cells.addAll(total.parts().texts());
      rows.add(Row.total(cells));
    }
    return Table.of(
            "Change by team and service",
            List.of(
                Column.text("team", "Team"),
                Column.text("provider", "Provider"),
                Column.text("service", "Service"),
                Column.text("currency", "Currency"),
                Column.money("before", report.against()),
                Column.money("after", report.period()),
                Column.money("change", "Change"),
                Column.money("usage", "Usage"),
                Column.money("rate", "Rate"),
                Column.money("mix", "Mix"),
                Column.money("commitment", "Commitment"),
                Column.money("currency_effect", "Exchange rate"),
                Column.money("one_off", "One-off"),
                Column.money("other", "Other"),
                Column.quantity("gpu_hours_before", "GPU-hours " + report.against()),
                Column.quantity("gpu_hours_after", "GPU-hours " + report.period()),
                Column.count("lines_without_cost", "Lines without cost")),
            rows)
        .withTotalsApart();
  }

  private static Table why(VarianceReport report) {
    List<Row> rows = new ArrayList<>();
    for (VarianceReport.Why why : report.why()) {
      for (Map<String, Object> line : why.lines()) {
        rows.add(
            Row.of(
                List.of(
                    "why",
                    why.currency(),
                    String.valueOf(line.get("line")),
                    String.valueOf(line.get("words")),
                    String.valueOf(line.get("amount")))));
      }
      rows.add(Row.total(List.of("why total", why.currency(), "change", "", why.change())));
    }
    return Table.of(
        "Why in three lines",
        List.of(
            Column.mark("why"),
            Column.text("currency", "Currency"),
            Column.text("line", "Line"),
            Column.text("words", "In words"),
            Column.money("amount", "Amount")),
        rows);
  }
}
