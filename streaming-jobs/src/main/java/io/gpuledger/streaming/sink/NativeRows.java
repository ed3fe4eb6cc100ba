package io.gpuledger.streaming.sink;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows of a spool file in ClickHouse's Native form, each row with its generation and checkpoint.
 */
final class NativeRows extends PieceStream {
  private static final int PIECE_BYTES_MAX = 8 << 20;

  private static final List<TableLayout.Column> SUFFIX =
      List.of(
          new TableLayout.Column(TableLayout.JOB_GENERATION, "UInt32"),
          new TableLayout.Column(TableLayout.CHECKPOINT_ID, "UInt64"));

  private final SpooledBlock block;
  private final SpoolRows in;

  /** Columns that stand in the file; the sink's come after them. */
  private final int ownColumns;

  private final byte[] suffix;
  private long remaining;

  /** The rows {@code from} to {@code to} of a block. */
  NativeRows(SpooledBlock block, long from, long to) throws IOException {
    super(Stream.concat(SpoolFile.layout(block).columns().stream(), SUFFIX.stream()).toList());
    this.block = block;
    in = SpoolFile.openRows(block, from);
    remaining = to - from;
    ownColumns = columns().size() - SUFFIX.size();
    suffix =
        new RowBinaryWriter().uint32(block.generation()).uint64(block.checkpointId()).toBytes();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  @Override
  int takeRows() throws IOException {
    int rows = 0;
    int bytes = 0;
    while (remaining > 0 && rows < PIECE_ROWS && bytes < PIECE_BYTES_MAX) {
      bytes += takeRow();
      rows++;
      remaining--;
    }
    return rows;
  }

  private int takeRow() throws IOException {
    in.next();
    List<NativeColumn> columns = columns();
    int at = in.offset();
    for (int i = 0; i < ownColumns; i++) {
      at = columns.get(i).take(in.array(), at);
    }
    if (at != in.offset() + in.length()) {
      throw new IOException(
          "%s: a row of %d bytes does not fit the layout, which takes %d"
              .formatted(block.path(), in.length(), at - in.offset()));
    }
    int suffixAt = 0;
    for (int i = ownColumns; i < columns.size(); i++) {
      suffixAt = columns.get(i).take(suffix, suffixAt);
    }
    return in.length();
  }
}
