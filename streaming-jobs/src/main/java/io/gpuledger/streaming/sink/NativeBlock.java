package io.gpuledger.streaming.sink;

import java.util.List;

/** Rows of a buffer in ClickHouse's Native form. */
public final class NativeBlock extends PieceStream {
  private final byte[] rows;
  private final int end;
  private int at;

  /**
   * A block that has not been read yet.
   *
   * @param layout the columns of the rows, in their order
   * @param rows RowBinary, row after row, to the end of the array; not copied and not changed
   */
  public NativeBlock(List<TableLayout.Column> layout, byte[] rows) {
    super(layout);
    this.rows = rows;
    this.end = rows.length;
  }

  @Override
  int takeRows() {
    int count = 0;
    while (at < end && count < PIECE_ROWS) {
      for (NativeColumn column : columns()) {
        at = column.take(rows, at);
      }
      count++;
    }
    return count;
  }
}
