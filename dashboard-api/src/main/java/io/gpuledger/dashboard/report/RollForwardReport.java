package io.gpuledger.dashboard.report;

import io.gpuledger.cost.close.PrepaidRollForward;
import io.gpuledger.cost.close.RollForwardLine;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was paid ahead, from the beginning of a month to its end, for a spreadsheet. */
public final class RollForwardReport {
  private RollForwardReport() {}

  /**
   * The report as CSV.
   *
   * @param notConfigured commitments that bills name and the configuration does not; they stand in
   *     no line
   */
  public static byte[] toCsv(
      YearMonth period,
      PrepaidRollForward of,
      List<String> notConfigured,
      Map<String, Object> snapshot) {
    CsvText csv = new CsvText();
    csv.texts(
        List.of(
            "commitment",
            "currency",
            "opening",
            "purchases",
            "amortisation",
            "adjustments",
            "closing"));
    of.lines().forEach(line -> line(csv, line));
    csv.texts(List.of());
    of.totals().values().forEach(line -> line(csv, line));
    csv.texts(List.of());
    csv.texts(List.of("period", period.toString(), "calendar month in UTC"));
    csv.texts(
        List.of("rule", "opening + purchases - amortisation + adjustments = closing, exactly"));
    csv.texts(List.of("as_of", String.valueOf(snapshot.get("asOf"))));
    for (String id : of.leftAfterEnd()) {
      csv.texts(List.of("left after its end", id));
    }
    for (String id : notConfigured) {
      csv.texts(List.of("not configured", id));
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void line(CsvText csv, RollForwardLine line) {
    csv.record(
        List.of(line.commitmentId(), line.currency()),
        List.of(
            line.opening().toString(),
            line.purchases().toString(),
            line.amortisation().toString(),
            line.adjustments().toString(),
            line.closing().toString()));
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
