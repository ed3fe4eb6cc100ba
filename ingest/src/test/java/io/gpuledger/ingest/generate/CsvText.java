package io.gpuledger.ingest.generate;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Records by the names of their columns, and the CSV that holds them. */
public final class CsvText {
  private CsvText() {}

  /** A record of names and values in turn, on top of another one. */
  public static Map<String, String> record(Map<String, String> base, String... pairs) {
    Map<String, String> record = new LinkedHashMap<>(base);
    for (int i = 0; i < pairs.length; i += 2) {
      record.put(pairs[i], pairs[i + 1]);
    }
    return record;
  }

  /** The columns of all records, those of the first one first. */
  public static String of(List<Map<String, String>> records) {
    Set<String> names = new LinkedHashSet<>();
    records.forEach(record -> names.addAll(record.keySet()));
    StringBuilder csv = new StringBuilder(String.join(",", names)).append('\n');
    for (Map<String, String> record : records) {
      csv.append(
              names.stream()
                  .map(name -> quoted(record.getOrDefault(name, "")))
                  .collect(Collectors.joining(",")))
          .append('\n');
    }
    return csv.toString();
  }

  private static String quoted(String cell) {
    return cell.contains(",") || cell.contains("\"") || cell.contains("\n")
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }
}
