package io.gpuledger.cost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The tables of docs/rules/quarter.md by the heading above each. */
final class QuarterPage {
  private static final Path PAGE = Path.of("../docs/rules/quarter.md");

  private final Map<String, List<List<String>>> tables = new LinkedHashMap<>();

  private QuarterPage(List<String> lines) {
    String heading = "";
    for (String line : lines) {
      if (line.startsWith("#")) {
        heading = line.replaceFirst("^#+ ", "");
      } else if (line.startsWith("|")) {
        tables.computeIfAbsent(heading, any -> new ArrayList<>()).add(cells(line));
      }
    }
  }

  static QuarterPage read() {
    try {
      return new QuarterPage(Files.readAllLines(PAGE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The rows of a table without its header; numbers without the commas of thousands. */
  List<List<String>> table(String heading) {
    List<List<String>> rows = Objects.requireNonNull(tables.get(heading));
    return rows.subList(2, rows.size());
  }

  /** The headings that have a table. */
  Set<String> headings() {
    return tables.keySet();
  }

  private static List<String> cells(String line) {
    String inner = line.substring(1, line.lastIndexOf('|'));
    return Arrays.stream(inner.split("\\|", -1))
        .map(cell -> cell.strip().replaceAll("(?<=\\d),(?=\\d{3})", ""))
        .toList();
  }
}
