package io.gpuledger.ingest.custom;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.focus.RawLayout;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The layout of a source's bills.
 *
 * @param layout separator and place of the header
 * @param numbers how numbers are written
 * @param dates how dates are written
 * @param nullTexts texts that mean no value, beside those that mean none everywhere
 * @param required columns of the file that must be there and have a value in every row; a row
 *     without one is refused
 * @param columns where the columns of FOCUS come from; all that a charge needs are among them
 */
public record CustomMapping(
    RawLayout layout,
    NumberForm numbers,
    DateForm dates,
    Set<String> nullTexts,
    List<String> required,
    List<CustomColumn> columns) {
  public CustomMapping {
    nullTexts = new TreeSet<>(nullTexts);
    required = List.copyOf(required);
    columns = List.copyOf(columns);
    Set<FocusColumn> seen = new HashSet<>();
    for (CustomColumn column : columns) {
      if (!seen.add(column.column())) {
        throw new IllegalArgumentException(column.column().focusName() + " comes from two places");
      }
    }
    String missing = missing(seen);
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("a charge needs " + missing + " too");
    }
    if (columns.stream().allMatch(column -> column.source().isEmpty())) {
      throw new IllegalArgumentException("no column comes from the file");
    }
  }

  /** The columns that a charge needs and these are not, by their names in FOCUS. */
  public static String missing(Set<FocusColumn> columns) {
    return Stream.of(FocusColumn.values())
        .filter(column -> column.required() && !columns.contains(column))
        .map(FocusColumn::focusName)
        .collect(Collectors.joining(", "));
  }
}
