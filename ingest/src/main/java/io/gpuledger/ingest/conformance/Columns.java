package io.gpuledger.ingest.conformance;

import io.gpuledger.ingest.focus.FocusVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The columns of a dataset over all releases, read from the table {@code columns.txt}. */
final class Columns {
  private static final Map<Dataset, Columns> BY_DATASET = read();

  private final List<ColumnSpec> all;
  private final Map<String, ColumnSpec> byName = new HashMap<>();
  private final Map<String, ColumnSpec> byLowerName = new HashMap<>();

  private Columns(List<ColumnSpec> all) {
    this.all = List.copyOf(all);
    for (ColumnSpec column : all) {
      byName.put(column.name(), column);
      byLowerName.put(column.name().toLowerCase(Locale.ROOT), column);
    }
  }

  static Columns of(Dataset dataset) {
    return Objects.requireNonNull(BY_DATASET.get(dataset));
  }

  List<ColumnSpec> all() {
    return all;
  }

  /** The columns that a release has. */
  List<ColumnSpec> in(FocusVersion version) {
    return all.stream().filter(column -> column.in(version)).toList();
  }

  Optional<ColumnSpec> named(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The column of this name in any case, without blanks around it. */
  Optional<ColumnSpec> spelled(String name) {
    return Optional.ofNullable(byLowerName.get(name.strip().toLowerCase(Locale.ROOT)));
  }

  /** Position of a column that is known to be in the table. */
  int index(String name) {
    return named(name).orElseThrow(() -> new IllegalArgumentException(name)).index();
  }

  /** Lines of a table beside this class, without comments. */
  static List<String> table(String name) {
    try (InputStream in = Objects.requireNonNull(Columns.class.getResourceAsStream(name));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<Dataset, Columns> read() {
    Map<Dataset, List<ColumnSpec>> columns = new EnumMap<>(Dataset.class);
    for (Dataset dataset : Dataset.values()) {
      columns.put(dataset, new ArrayList<>());
    }
    for (String line : table("columns.txt")) {
      String[] parts = line.split("\\|", -1);
      for (Dataset dataset : Dataset.values()) {
        if (dataset.key().equals(parts[0])) {
          List<ColumnSpec> list = Objects.requireNonNull(columns.get(dataset));
          list.add(column(dataset, list.size(), parts));
        }
      }
    }
    Map<Dataset, Columns> read = new EnumMap<>(Dataset.class);
    columns.forEach((dataset, list) -> read.put(dataset, new Columns(list)));
    return read;
  }

  private static ColumnSpec column(Dataset dataset, int index, String[] parts) {
    return new ColumnSpec(
        dataset,
        parts[1],
        index,
        FocusVersion.parse(parts[2]).orElseThrow(),
        optional(parts[3]).map(last -> FocusVersion.parse(last).orElseThrow()),
        Format.valueOf(word(parts[4])),
        parts[5].equals("null"),
        ColumnSpec.Level.valueOf(word(parts[6])),
        optional(parts[7]),
        optional(parts[8]).map(values -> List.of(values.split(",", -1))).orElse(List.of()));
  }

  private static Optional<String> optional(String part) {
    return part.equals("-") ? Optional.empty() : Optional.of(part);
  }

  private static String word(String part) {
    return part.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
