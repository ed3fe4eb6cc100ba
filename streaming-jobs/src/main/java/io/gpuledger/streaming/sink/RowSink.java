package io.gpuledger.streaming.sink;

/** Takes the rows of one table from a {@link RowEncoder}. */
public interface RowSink {
  /**
   * Begins a row; the caller writes every column of the layout in order and calls {@link #endRow}.
   *
   * @param month the row's monthly partition, as {@link TableLayout#monthOfEpochSecond} gives it
   */
  RowBinaryWriter startRow(int month);

  /** Ends the row begun last. */
  void endRow();

  /** Appends a row that is RowBinary already. */
  void encodedRow(int month, byte[] bytes, int offset, int length);
}
