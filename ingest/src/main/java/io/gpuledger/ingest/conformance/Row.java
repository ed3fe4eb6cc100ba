package io.gpuledger.ingest.conformance;

import java.math.BigDecimal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The cells of one record by the columns of its dataset; reused from record to record. */
final class Row {
  private final String file;
  private final Cell[] cells;
  private final int[] positions;
  private long line;

  /**
   * A row without cells yet.
   *
   * @param columns number of columns of the dataset
   */
  Row(String file, int columns) {
    this.file = file;
    this.cells = new Cell[columns];
    this.positions = new int[columns];
    Arrays.fill(cells, Cell.ABSENT);
  }

  void place(int column, int position) {
    positions[column] = position;
  }

  void begin(long atLine) {
    line = atLine;
  }

  void set(int column, Cell cell) {
    cells[column] = cell;
  }

  String file() {
    return file;
  }

  long line() {
    return line;
  }

  int columns() {
    return cells.length;
  }

  /** Position of the column in the file, from 1; 0 where the file lacks it. */
  int position(int column) {
    return positions[column];
  }

  boolean has(int column) {
    return positions[column] > 0;
  }

  Cell cell(int column) {
    return cells[column];
  }

  boolean isNull(int column) {
    return cells[column].isNull();
  }

  String text(int column) {
    return cells[column].text();
  }

  @Nullable BigDecimal number(int column) {
    return cells[column].number();
  }

  /** Whether the cell has this text, in any case: another spelling is a fault of its own. */
  boolean is(int column, String text) {
    return cells[column].text().equalsIgnoreCase(text) && !cells[column].isNull();
  }
}
