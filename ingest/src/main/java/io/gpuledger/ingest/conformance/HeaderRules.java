package io.gpuledger.ingest.conformance;

import io.gpuledger.ingest.focus.FocusVersion;
import io.gpuledger.ingest.focus.RawFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Judges the names of a file's columns and finds where the columns of FOCUS stand. */
final class HeaderRules {
  static final String DUPLICATE = "Header-DuplicateColumn";
  static final String CASING = "Header-ColumnCasing";
  static final String CUSTOM_NAMING = "CustomColumn-Naming";
  static final String CUSTOM_CASING = "CustomColumn-PascalCase";

  private static final Pattern PASCAL = Pattern.compile("x_[A-Z][A-Za-z0-9]*");

  private final Dataset dataset;
  private final FocusVersion version;
  private final String file;
  private final FindingLog log;

  HeaderRules(Dataset dataset, FocusVersion version, String file, FindingLog log) {
    this.dataset = dataset;
    this.version = version;
    this.file = file;
    this.log = log;
  }

  /** The column of FOCUS at each position of the file, or null for one that it does not have. */
  List<@Nullable ColumnSpec> columns(List<String> names) {
    List<@Nullable ColumnSpec> columns = new ArrayList<>();
    Map<ColumnSpec, Integer> taken = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      Optional<ColumnSpec> column = column(names.get(i), i + 1);
      if (column.isPresent()) {
        Integer before = taken.putIfAbsent(column.get(), i + 1);
        if (before != null) {
          add(
              i + 1,
              names.get(i),
              DUPLICATE,
              Severity.MUST,
              "the column stands at position " + before + " already; only that one was checked");
          column = Optional.empty();
        }
      }
      columns.add(column.orElse(null));
    }
    presence(taken.keySet());
    return columns;
  }

  private Optional<ColumnSpec> column(String name, int position) {
    Columns all = Columns.of(dataset);
    Optional<ColumnSpec> column = all.spelled(name).filter(spec -> spec.in(version));
    if (column.isEmpty()) {
      custom(name, position, all.spelled(name));
    } else if (!column.get().name().equals(name)) {
      add(
          position,
          name,
          CASING,
          Severity.MUST,
          "expected " + column.get().name() + " in exactly this spelling");
    }
    return column;
  }

  private void custom(String name, int position, Optional<ColumnSpec> otherRelease) {
    if (!name.startsWith("x_")) {
      String why =
          otherRelease
              .map(
                  column ->
                      column.since().compareTo(version) > 0
                          ? "came with FOCUS " + column.since().text()
                          : "was removed after FOCUS "
                              + column.lastRelease().map(FocusVersion::text).orElse(""))
              .orElse("is none of FOCUS; the name of a custom column starts with x_");
      add(position, name, CUSTOM_NAMING, Severity.MUST, "the column " + why);
    } else if (!PASCAL.matcher(name).matches()) {
      add(
          position,
          name,
          CUSTOM_CASING,
          Severity.SHOULD,
          "expected PascalCase after x_, such as x_UsageType");
    }
  }

  private void presence(Set<ColumnSpec> present) {
    Map<String, String> features = new HashMap<>();
    for (ColumnSpec column : present) {
      column.feature().ifPresent(feature -> features.putIfAbsent(feature, column.name()));
    }
    for (ColumnSpec column : Columns.of(dataset).in(version)) {
      if (!present.contains(column)) {
        missing(column, column.feature().map(features::get));
      }
    }
  }

  private void missing(ColumnSpec column, Optional<String> companion) {
    switch (column.level()) {
      case MANDATORY -> presence(column, Severity.MUST, "the file has no column " + column.name());
      case RECOMMENDED ->
          presence(
              column,
              Severity.SHOULD,
              "the file has no column " + column.name() + ", which FOCUS recommends");
      case CONDITIONAL ->
          companion.ifPresent(
              name ->
                  presence(
                      column,
                      Severity.MUST,
                      "the file has "
                          + name
                          + " but no column "
                          + column.name()
                          + ", which belongs to the same feature"));
    }
  }

  private void presence(ColumnSpec column, Severity severity, String message) {
    log.add(new Finding(file, 1, 0, column.name(), column.rule("Presence"), severity, message, ""));
  }

  private void add(int position, String name, String rule, Severity severity, String message) {
    String shown = RawFile.shownName(name);
    log.add(new Finding(file, 1, position, shown, rule, severity, message, shown));
  }

  /** The rules on headers, by name. */
  static Set<String> names() {
    return new HashSet<>(List.of(DUPLICATE, CASING, CUSTOM_NAMING, CUSTOM_CASING));
  }
}
