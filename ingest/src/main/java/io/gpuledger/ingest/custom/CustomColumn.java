package io.gpuledger.ingest.custom;

import io.gpuledger.cost.charge.FocusColumn;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where a column of FOCUS comes from: a column of the file, or a constant.
 *
 * @param column the column of FOCUS
 * @param from the file's column; empty for a constant
 * @param value the constant; empty for a column of the file
 * @param factor what numbers are multiplied with: one, minus one for a bill with the other sign, a
 *     hundredth for cents
 * @param part which instant of a date is meant
 * @param words what texts of the file become; others stay as they are
 */
public record CustomColumn(
    FocusColumn column,
    String from,
    String value,
    BigDecimal factor,
    Part part,
    Map<String, String> words) {
  /** Which instant of a date is meant, in the zone of the dates. */
  public enum Part {
    /** The date or time itself. */
    AS_IS,
    DAY_START,
    NEXT_DAY,
    MONTH_START,
    NEXT_MONTH
  }

  public CustomColumn {
    words = new TreeMap<>(words);
    if (from.isBlank() == value.isBlank()) {
      throw new IllegalArgumentException(
          column.focusName() + " comes from a column of the file or is a constant, and not both");
    }
    boolean number =
        column.kind() == FocusColumn.Kind.COST || column.kind() == FocusColumn.Kind.QUANTITY;
    if (!number && factor.compareTo(BigDecimal.ONE) != 0) {
      throw new IllegalArgumentException(column.focusName() + " is no number to be multiplied");
    }
    if (factor.signum() == 0 || Math.abs(factor.scale()) > 18 || factor.precision() > 18) {
      throw new IllegalArgumentException(
          "a factor has at most 18 digits, on either side of the point, and is not zero");
    }
    if (column.kind() != FocusColumn.Kind.TIME && part != Part.AS_IS) {
      throw new IllegalArgumentException(column.focusName() + " is no time");
    }
  }

  /** The file's column as it stands. */
  public static CustomColumn of(FocusColumn column, String from) {
    return new CustomColumn(column, from, "", BigDecimal.ONE, Part.AS_IS, Map.of());
  }

  /** The same text in every row. */
  public static CustomColumn constant(FocusColumn column, String value) {
    return new CustomColumn(column, "", value, BigDecimal.ONE, Part.AS_IS, Map.of());
  }

  /** What it comes from, where that is a column of the file. */
  Optional<String> source() {
    return from.isBlank() ? Optional.empty() : Optional.of(from);
  }

  /** Whether the cell is taken over whole, so that it need not be kept beside. */
  boolean whole() {
    return words.isEmpty() && part == Part.AS_IS && factor.compareTo(BigDecimal.ONE) == 0;
  }
}
