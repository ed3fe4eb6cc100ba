package io.gpuledger.ingest.focus;

import io.gpuledger.cost.charge.FocusColumn;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a file is laid out. What it says of CSV means nothing for a file in JSON or Parquet, and so
 * on.
 *
 * @param separator what separates cells; empty where the header tells it
 * @param headerLine the physical line at which the header stands, from 1; lines before are skipped
 * @param json where the records of a JSON text stand
 * @param structs whether the fields of a Parquet file's structs are columns, under dotted names as
 *     those of objects in JSON, and not the JSON text of one cell
 */
public record RawLayout(
    Optional<Character> separator, int headerLine, JsonLayout json, boolean structs) {
  /** The header is the first line and tells the separator; in JSON, every value is a record. */
  public static final RawLayout TOLD_BY_FILE =
      new RawLayout(Optional.empty(), 1, JsonLayout.RECORDS, false);

  /** The same, in Parquet with the fields of structs as columns. */
  public static final RawLayout STRUCTS =
      new RawLayout(Optional.empty(), 1, JsonLayout.RECORDS, true);

  /** The same, in JSON with the objects of FOCUS as cells. */
  static final RawLayout FOCUS =
      new RawLayout(Optional.empty(), 1, new JsonLayout(List.of(), objects()), false);

  private static Set<String> objects() {
    return Stream.of(FocusColumn.values())
        .filter(
            column ->
                column.kind() == FocusColumn.Kind.JSON
                    || column.kind() == FocusColumn.Kind.KEY_VALUES)
        .map(FocusColumn::focusName)
        .collect(Collectors.toSet());
  }

  /** CSV whose layout is known. */
  public RawLayout(Optional<Character> separator, int headerLine) {
    this(separator, headerLine, JsonLayout.RECORDS, false);
  }

  /** JSON whose records stand at a path, see {@link JsonLayout#of}. */
  public static RawLayout json(String path, String... whole) {
    return new RawLayout(Optional.empty(), 1, JsonLayout.of(path, whole), false);
  }

  /** Whether the file is CSV by what is known of it, so that it is not looked at for JSON. */
  boolean isCsv() {
    return separator.isPresent() || headerLine > 1;
  }
}
