package io.gpuledger.dashboard.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.ingest.conformance.ConformanceReport;
import io.gpuledger.ingest.conformance.Finding;
import io.gpuledger.ingest.conformance.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report of conformance for people, and for scripts. */
final class ConformanceText {
  private final ConformanceReport report;

  ConformanceText(ConformanceReport report) {
    this.report = report;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (ConformanceReport.FileResult file : report.files()) {
      lines.add(
          file.file()
              + ": "
              + (file.dataset().isEmpty()
                  ? "no FOCUS dataset"
                  : file.dataset()
                      + ", FOCUS "
                      + file.version()
                      + ", "
                      + number(file.rows())
                      + (file.rows() == 1 ? " row" : " rows"))
              + (file.must() + file.should() == 0 ? ", no findings" : ""));
    }
    report.rules().forEach(rule -> rule(rule, lines));
    report.notes().forEach(note -> lines.add("note: " + note));
    lines.add(
        (report.conforms() ? "conforms: " : "does not conform: ")
            + summary(Severity.MUST)
            + ", "
            + summary(Severity.SHOULD));
    return lines;
  }

  private static void rule(ConformanceReport.Rule rule, List<String> lines) {
    lines.add("%-6s  %s  %s".formatted(rule.severity(), rule.name(), number(rule.count())));
    for (Finding finding : rule.findings()) {
      lines.add(
          "          "
              + finding.place()
              + (finding.text().isEmpty() ? "" : " \"" + finding.text() + "\"")
              + ": "
              + finding.message());
    }
    long more = rule.count() - rule.findings().size();
    if (more > 0) {
      lines.add("          and " + number(more) + " more");
    }
  }

  private String summary(Severity severity) {
    long count = report.count(severity);
    long rules = report.brokenRules(severity);
    return number(count)
        + " "
        + severity
        + (count == 1 ? " finding" : " findings")
        + (count == 0 ? "" : " of " + rules + (rules == 1 ? " rule" : " rules"));
  }

  private static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  ObjectNode json() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("conforms", report.conforms());
    document.put("mustFindings", report.count(Severity.MUST));
    document.put("shouldFindings", report.count(Severity.SHOULD));
    ArrayNode files = document.putArray("files");
    for (ConformanceReport.FileResult file : report.files()) {
      files
          .addObject()
          .put("file", file.file())
          .put("dataset", file.dataset())
          .put("focusVersion", file.version())
          .put("rows", file.rows())
          .put("mustFindings", file.must())
          .put("shouldFindings", file.should());
    }
    ArrayNode rules = document.putArray("rules");
    for (ConformanceReport.Rule rule : report.rules()) {
      ObjectNode node = rules.addObject();
      node.put("rule", rule.name())
          .put("severity", rule.severity().name())
          .put("count", rule.count());
      ArrayNode findings = node.putArray("findings");
      for (Finding finding : rule.findings()) {
        findings
            .addObject()
            .put("file", finding.file())
            .put("line", finding.line())
            .put("column", finding.column())
            .put("field", finding.columnName())
            .put("message", finding.message())
            .put("text", finding.text());
      }
    }
    ArrayNode notes = document.putArray("notes");
    report.notes().forEach(notes::add);
    return document;
  }
}
