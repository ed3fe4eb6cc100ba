package io.gpuledger.dashboard.report;

import io.gpuledger.cost.close.PrepaidRollForward;
import io.gpuledger.cost.close.RollForwardLine;
import io.gpuledger.dashboard.document.Column;
import io.gpuledger.dashboard.document.ReportDocument;
import io.gpuledger.dashboard.document.ReportDocument.Facts;
import io.gpuledger.dashboard.document.ReportDocument.Row;
import io.gpuledger.dashboard.document.ReportDocument.Table;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was paid ahead, from the beginning of a month to its end. */
public final class RollForwardReport {
  private RollForwardReport() {}

  /**
   * The report as a document.
   *
   * @param notConfigured commitments that bills name and the configuration does not; they stand in
   *     no line
   */
  public static ReportDocument of(
      YearMonth period,
      PrepaidRollForward of,
      List<String> notConfigured,
      Map<String, Object> snapshot) {
    List<Row> rows = new ArrayList<>();
    of.lines().forEach(line -> rows.add(Row.of(cells(line))));
    of.totals().values().forEach(line -> rows.add(Row.total(cells(line))));
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("period", period.toString(), "calendar month in UTC"));
    facts.add(
        List.of("rule", "opening + purchases - amortisation + adjustments = closing, exactly"));
    facts.add(List.of("as_of", String.valueOf(snapshot.get("asOf"))));
    of.leftAfterEnd().forEach(id -> facts.add(List.of("left after its end", id)));
    notConfigured.forEach(id -> facts.add(List.of("not configured", id)));
    return new ReportDocument(
        "prepaid-rollforward",
        "Prepaid roll-forward",
        period.toString(),
        String.valueOf(snapshot.get("asOf")),
        List.of(
            Table.of(
                    "Prepaid",
                    List.of(
                        Column.text("commitment", "Commitment"),
                        Column.text("currency", "Currency"),
                        Column.money("opening", "Opening"),
                        Column.money("purchases", "Purchases"),
                        Column.money("amortisation", "Amortisation"),
                        Column.money("adjustments", "Adjustments"),
                        Column.money("closing", "Closing")),
                    rows)
                .withTotalsApart(),
            Facts.of(facts)));
  }

  private static List<String> cells(RollForwardLine line) {
    return List.of(
        line.commitmentId(),
        line.currency(),
        line.opening().toString(),
        line.purchases().toString(),
        line.amortisation().toString(),
        line.adjustments().toString(),
        line.closing().toString());
  }

  /** The report as the API answers it. */
  public static Map<String, Object> view(
      YearMonth period,
      PrepaidRollForward of,
      List<String> notConfigured,
      Map<String, Object> snapshot) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("period", period.toString());
    fields.put("rows", of.lines().stream().map(RollForwardReport::fields).toList());
    fields.put("totals", of.totals().values().stream().map(RollForwardReport::fields).toList());
    fields.put("leftAfterEnd", of.leftAfterEnd());
    fields.put("notConfigured", notConfigured);
    fields.put("snapshot", snapshot);
    return fields;
  }

  private static Map<String, Object> fields(RollForwardLine line) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("commitment", line.commitmentId());
    fields.put("currency", line.currency());
    fields.put("opening", line.opening().toString());
    fields.put("purchases", line.purchases().toString());
    fields.put("amortisation", line.amortisation().toString());
    fields.put("adjustments", line.adjustments().toString());
    fields.put("closing", line.closing().toString());
    return fields;
  }
}
