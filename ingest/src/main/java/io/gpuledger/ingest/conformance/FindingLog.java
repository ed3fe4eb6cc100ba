package io.gpuledger.ingest.conformance;

import io.gpuledger.ingest.focus.Shown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts all findings and keeps the first of each rule. */
final class FindingLog {
  /** Longest offending text that is kept, in characters. */
  private static final int TEXT_SHOWN = 60;

  private final ConformanceOptions options;
  private final Map<String, Tally> tallies = new HashMap<>();
  private final Map<String, Map<Severity, Long>> byFile = new HashMap<>();
  private final Set<String> notes = new LinkedHashSet<>();

  FindingLog(ConformanceOptions options) {
    this.options = options;
  }

  private static final class Tally {
    final String rule;
    final Severity severity;
    final List<Finding> first = new ArrayList<>();
    long count;

    Tally(String rule, Severity severity) {
      this.rule = rule;
      this.severity = severity;
    }
  }

  /** A fault of a cell, or of a row that is shown at this cell. */
  void add(Row row, ColumnSpec column, Cell.Fault fault) {
    Tally tally = count(row.file(), fault.rule(), fault.severity(), 1);
    if (tally.first.size() < options.maxFindings()) {
      keep(
          tally,
          new Finding(
              row.file(),
              row.line(),
              row.position(column.index()),
              column.name(),
              fault.rule(),
              fault.severity(),
              fault.message(),
              row.text(column.index())));
    }
  }

  void add(Finding finding) {
    keep(count(finding.file(), finding.rule(), finding.severity(), 1), finding);
  }

  /** Findings of which only the number is known any more. */
  void addUnshown(String file, String rule, Severity severity, long number) {
    if (number > 0) {
      count(file, rule, severity, number);
    }
  }

  /** Something about the whole check that the person should know. */
  void note(String text) {
    notes.add(text);
  }

  int maxFindings() {
    return options.maxFindings();
  }

  private Tally count(String file, String rule, Severity severity, long number) {
    if (severity == Severity.SHOULD && options.mustOnly()) {
      return new Tally(rule, severity);
    }
    byFile
        .computeIfAbsent(file, name -> new EnumMap<>(Severity.class))
        .merge(severity, number, Long::sum);
    Tally tally = tallies.computeIfAbsent(rule, name -> new Tally(name, severity));
    tally.count += number;
    return tally;
  }

  private void keep(Tally tally, Finding finding) {
    if (tally.first.size() < options.maxFindings()) {
      byte[] text = finding.text().getBytes(StandardCharsets.UTF_8);
      tally.first.add(
          new Finding(
              finding.file(),
              finding.line(),
              finding.column(),
              finding.columnName(),
              finding.rule(),
              finding.severity(),
              finding.message(),
              Shown.cut(text, 0, text.length, TEXT_SHOWN).replace('\n', ' ')));
    }
  }

  long count(String file, Severity severity) {
    Map<Severity, Long> counts = byFile.get(file);
    return counts == null ? 0 : counts.getOrDefault(severity, 0L);
  }

  /** By severity, then name. */
  List<ConformanceReport.Rule> rules() {
    return tallies.values().stream()
        .map(
            tally ->
                new ConformanceReport.Rule(tally.rule, tally.severity, tally.count, tally.first))
        .sorted(
            Comparator.comparing(ConformanceReport.Rule::severity)
                .thenComparing(ConformanceReport.Rule::name))
        .toList();
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
