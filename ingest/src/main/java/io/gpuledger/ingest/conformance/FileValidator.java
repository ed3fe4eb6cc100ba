package io.gpuledger.ingest.conformance;

import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.ingest.focus.FocusVersion;
import io.gpuledger.ingest.focus.RawHandler;
import io.gpuledger.ingest.focus.RawRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges one file as it is read. */
final class FileValidator implements RawHandler {
  static final String UNKNOWN_DATASET = "File-Dataset";
  static final String NO_ROWS = "File-NoRows";

  /** The faults of a file or record as a whole, by what its reader says. */
  static final List<String> RECORD_RULES =
      List.of(
          UNKNOWN_DATASET,
          NO_ROWS,
          "File-Encoding",
          "File-Empty",
          "File-Truncated",
          "Record-FieldCount",
          "Record-Limit",
          "Record-Quoting");

  private final String file;
  private final FindingLog log;
  private final ConformanceOptions options;
  private final CrossChecks cross;

  private @Nullable Dataset dataset;
  private @Nullable FocusVersion version;
  private @Nullable Row row;
  private CellReader[] readers = new CellReader[0];
  private ColumnSpec[] columns = new ColumnSpec[0];
  private int[] fields = new int[0];
  private RowRule[] rules = new RowRule[0];
  private ColumnSpec[] ruleColumns = new ColumnSpec[0];
  private RowCheck[] checks = new RowCheck[0];
  private long rows;
  private boolean faulty;

  FileValidator(String file, FindingLog log, ConformanceOptions options, CrossChecks cross) {
    this.file = file;
    this.log = log;
    this.options = options;
    this.cross = cross;
  }

  @Override
  public boolean header(List<String> names) {
    Dataset found = DatasetFinder.dataset(names).orElse(null);
    if (found == null) {
      add(1, 0, UNKNOWN_DATASET, Severity.MUST, unknown(names));
      return false;
    }
    dataset = found;
    FocusVersion release = DatasetFinder.version(found, names, options.version());
    version = release;
    List<@Nullable ColumnSpec> header = new HeaderRules(found, release, file, log).columns(names);
    Row cells = new Row(file, Columns.of(found).all().size());
    row = cells;
    int[] positions =
        java.util.stream.IntStream.range(0, header.size())
            .filter(i -> header.get(i) != null)
            .toArray();
    fields = positions;
    columns = header.stream().filter(java.util.Objects::nonNull).toArray(ColumnSpec[]::new);
    readers = new CellReader[columns.length];
    for (int i = 0; i < columns.length; i++) {
      readers[i] = new CellReader(columns[i], release);
      cells.place(columns[i].index(), positions[i] + 1);
    }
    rules =
        ReferenceRules.of(found).stream()
            .filter(rule -> rule.appliesTo(cells, release))
            .toArray(RowRule[]::new);
    ruleColumns =
        Arrays.stream(rules)
            .map(rule -> Columns.of(found).all().get(rule.column()))
            .toArray(ColumnSpec[]::new);
    checks = cross.of(found).toArray(RowCheck[]::new);
    return true;
  }

  private static String unknown(List<String> names) {
    List<String> shown = new ArrayList<>();
    names.stream()
        .limit(4)
        .forEach(name -> shown.add(io.gpuledger.ingest.focus.RawFile.shownName(name)));
    return "the header ("
        + String.join(", ", shown)
        + (names.size() > 4 ? ", ...; " + names.size() + " columns" : "")
        + ") is of no FOCUS dataset: "
        + Arrays.stream(Dataset.values()).map(Dataset::focusName).collect(Collectors.joining(", "));
  }

  @Override
  public void record(RawRecord record) {
    Row cells = row;
    if (cells == null) {
      return;
    }
    rows++;
    cells.begin(record.line());
    for (int i = 0; i < readers.length; i++) {
      String unreadable = record.select(fields[i]);
      Cell cell =
          unreadable.isEmpty() ? readers[i].read(record) : readers[i].unreadable(unreadable);
      cells.set(columns[i].index(), cell);
      for (Cell.Fault fault : cell.faults()) {
        log.add(cells, columns[i], fault);
      }
    }
    for (int i = 0; i < rules.length; i++) {
      String message = rules[i].check().fault(cells);
      if (message != null) {
        log.add(
            cells, ruleColumns[i], new Cell.Fault(rules[i].name(), rules[i].severity(), message));
      }
    }
    for (RowCheck check : checks) {
      check.row(cells);
    }
  }

  @Override
  public void fault(Problem problem) {
    faulty = true;
    add(
        problem.location().line(),
        problem.location().column(),
        rule(problem.code()),
        Severity.MUST,
        problem.message());
  }

  private static String rule(ProblemCode code) {
    return switch (code) {
      case WRONG_ENCODING -> "File-Encoding";
      case EMPTY_INPUT -> "File-Empty";
      case TRUNCATED -> "File-Truncated";
      case WRONG_FIELD_COUNT -> "Record-FieldCount";
      case FIELD_TOO_LONG -> "Record-Limit";
      default -> "Record-Quoting";
    };
  }

  /** After the last record. */
  ConformanceReport.FileResult end() {
    if (dataset != null && rows == 0 && !faulty) {
      add(1, 0, NO_ROWS, Severity.SHOULD, "the file has a header and no rows");
    }
    for (RowCheck check : checks) {
      check.fileEnd(file);
    }
    readers = new CellReader[0];
    return result();
  }

  /** What is known of the file so far; checks over several files may add to it. */
  ConformanceReport.FileResult result() {
    return new ConformanceReport.FileResult(
        file,
        dataset == null ? "" : dataset.focusName(),
        version == null ? "" : version.text(),
        rows,
        log.count(file, Severity.MUST),
        log.count(file, Severity.SHOULD));
  }

  private void add(long line, int column, String rule, Severity severity, String message) {
    log.add(new Finding(file, line, column, "", rule, severity, message, ""));
  }
}
