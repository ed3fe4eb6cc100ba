package io.gpuledger.ingest.focus;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the records of a JSON text stand, and which objects are no records of columns.
 *
 * @param path the keys that lead to the records, outermost first, through objects and arrays alike;
 *     empty where the values of the text are the records themselves
 * @param whole dotted paths of objects that stay the JSON text of one cell, since their keys are
 *     free: tags, labels. Their case, spaces, {@code _} and {@code -} do not matter
 */
public record JsonLayout(List<String> path, Set<String> whole) {
  /** Every object of the text is a record, and all its objects are columns. */
  public static final JsonLayout RECORDS = new JsonLayout(List.of(), Set.of());

  public JsonLayout {
    path = List.copyOf(path);
    whole = whole.stream().map(FocusVersion::normalised).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The layout of a path.
   *
   * @param path keys with points between them: {@code data.results} are the objects in the arrays
   *     {@code results} of the objects in the array {@code data}
   */
  public static JsonLayout of(String path, String... whole) {
    return new JsonLayout(
        path.isEmpty() ? List.of() : Stream.of(path.split("\\.", -1)).toList(), Set.of(whole));
  }
}
