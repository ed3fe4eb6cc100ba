package io.gpuledger.ingest.bill;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.focus.FocusNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The columns that a dialect of FOCUS shares with it, taken over as they stand. */
public final class FocusCells {
  private final FocusNames names;
  private final Map<FocusColumn, Integer> fields = new EnumMap<>(FocusColumn.class);

  /**
   * The cells of a file.
   *
   * @throws IllegalArgumentException if its columns are not those of FOCUS
   */
  public FocusCells(NativeColumns columns) {
    this(columns, Set.of());
  }

  /**
   * The cells of a file that need not have all columns that FOCUS requires.
   *
   * @param mayLack those that it need not have
   * @throws IllegalArgumentException if its other columns are not those of FOCUS
   */
  public FocusCells(NativeColumns columns, Set<FocusColumn> mayLack) {
    List<String> whole = new ArrayList<>(columns.names());
    mayLack.stream()
        .map(FocusColumn::focusName)
        .filter(name -> !columns.has(name))
        .forEach(whole::add);
    names =
        FocusNames.of(whole).orElseThrow(() -> new IllegalArgumentException("no columns of FOCUS"));
    names
        .columns()
        .forEach(
            (field, column) -> {
              if (field < columns.size()) {
                fields.put(column, field);
              }
            });
  }

  /** Whether a column of FOCUS stands in a file twice, so that its cells are not those of one. */
  static boolean areRepeated(NativeColumns columns) {
    for (FocusColumn column : FocusColumn.values()) {
      columns.of(column.focusName());
    }
    return columns.repeated().isPresent();
  }

  /**
   * Names of the columns that FOCUS has not, by position.
   *
   * @param taken those, with {@code x_}, that are not kept
   */
  public Map<Integer, String> kept(Collection<String> taken) {
    return names.further().entrySet().stream()
        .filter(entry -> !taken.contains(entry.getValue()))
        .collect(
            Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
  }

  /** The position of a column of FOCUS, or {@link NativeColumns#NONE}. */
  public int of(FocusColumn column) {
    return fields.getOrDefault(column, NativeColumns.NONE);
  }

  /** Takes over all cells of a record. */
  public void copy(NativeRecord record, ChargeWriter charge) {
    fields.forEach(charge::copy);
  }

  /** Takes over all cells of a record but those of some columns. */
  public void copyBut(ChargeWriter charge, Set<FocusColumn> left) {
    fields.forEach(
        (column, field) -> {
          if (!left.contains(column)) {
            charge.copy(column, field);
          }
        });
  }

  /** Sets a column that the record leaves empty. */
  public void fill(NativeRecord record, ChargeWriter charge, FocusColumn column, String text) {
    if (!record.has(of(column))) {
      charge.put(column, text);
    }
  }
}
