package io.gpuledger.ingest.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cell as its column reads it, with what is wrong with it alone. Cells of one text are shared.
 *
 * @param text the text, empty where the cell is null
 * @param isNull whether there is no value, by an empty cell or a text that stands for null
 * @param number the value of a decimal that can be read
 * @param micros microseconds since 1970 of a time that can be read, else {@link #NO_TIME}
 * @param json the object of a column of that kind, where it can be read
 * @param hash of the value: equal for two ways to write one number
 * @param faults what is wrong with it
 */
record Cell(
    String text,
    boolean isNull,
    @Nullable BigDecimal number,
    long micros,
    @Nullable JsonNode json,
    long hash,
    List<Fault> faults) {
  static final long NO_TIME = Long.MIN_VALUE;

  /** The cell of a column that the file lacks. */
  static final Cell ABSENT = new Cell("", true, null, NO_TIME, null, 0, List.of());

  /** A broken rule; the text itself is told apart from the message. */
  record Fault(String rule, Severity severity, String message) {}

  Cell {
    faults = List.copyOf(faults);
  }

  boolean hasTime() {
    return micros != NO_TIME;
  }
}
