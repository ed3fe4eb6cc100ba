package io.gpuledger.streaming.sink;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * A table and the columns of it that an encoder writes, in the order of the rows' bytes.
 *
 * <p>The sink adds {@link #JOB_GENERATION} and {@link #CHECKPOINT_ID} itself; a layout does not
 * name them.
 *
 * @param table the table's name
 * @param columns in writing order
 */
public record TableLayout(String table, List<Column> columns) implements Serializable {
  /** Column of the job generation, added to every row by the sink. */
  public static final String JOB_GENERATION = "job_generation";

  /** Column of the checkpoint that covers the row, added to every row by the sink. */
  public static final String CHECKPOINT_ID = "checkpoint_id";

  /**
   * One column.
   *
   * @param name as in the schema
   * @param type as in the schema, e.g. {@code LowCardinality(Nullable(String))}
   */
  public record Column(String name, String type) implements Serializable {}

  public TableLayout {
    columns = List.copyOf(columns);
    for (Column column : columns) {
      if (column.name().equals(JOB_GENERATION) || column.name().equals(CHECKPOINT_ID)) {
        throw new IllegalArgumentException(table + ": the sink writes " + column.name());
      }
    }
  }

  /**
   * A layout of columns written as in the schema: {@code "node LowCardinality(String)"}.
   *
   * @throws IllegalArgumentException if a definition is not a name, a space and a type
   */
  public static TableLayout of(String table, String... definitions) {
    List<Column> columns = new ArrayList<>();
    for (String definition : definitions) {
      int space = definition.indexOf(' ');
      if (space < 1) {
        throw new IllegalArgumentException(table + ": not a name and a type: " + definition);
      }
      columns.add(new Column(definition.substring(0, space), definition.substring(space + 1)));
    }
    return new TableLayout(table, columns);
  }

  /** The names of all columns of an insert, those of the sink last. */
  List<String> insertColumns() {
    List<String> names = new ArrayList<>();
    columns.forEach(column -> names.add(column.name()));
    names.add(JOB_GENERATION);
    names.add(CHECKPOINT_ID);
    return List.copyOf(names);
  }

  /** The monthly partition of an instant as {@code toYYYYMM} numbers it: 202611. */
  public static int monthOfEpochSecond(long epochSecond) {
    LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(epochSecond, 86_400L));
    return day.getYear() * 100 + day.getMonthValue();
  }

  /** As {@link #monthOfEpochSecond}, of microseconds since the epoch. */
  public static int monthOfEpochMicros(long epochMicros) {
    return monthOfEpochSecond(Math.floorDiv(epochMicros, 1_000_000L));
  }

  /** The definitions as {@link #of} reads them, one a line. */
  String toText() {
    StringBuilder text = new StringBuilder(table);
    for (Column column : columns) {
      text.append('\n').append(column.name()).append(' ').append(column.type());
    }
    return text.toString();
  }

  /** Reads {@link #toText}. */
  static TableLayout parse(String text) {
    List<String> lines = text.lines().toList();
    return of(lines.get(0), lines.subList(1, lines.size()).toArray(String[]::new));
  }
}
