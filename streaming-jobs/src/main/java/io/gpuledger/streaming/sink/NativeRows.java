package io.gpuledger.streaming.sink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a spool file in ClickHouse's Native form, in pieces of at most {@link #PIECE_ROWS} rows,
 * each row with its generation and checkpoint.
 */
final class NativeRows extends InputStream {
  /** Rows turned at a time. */
  static final int PIECE_ROWS = 16_384;

  private static final int PIECE_BYTES_MAX = 8 << 20;

  private final SpooledBlock block;
  private final SpoolRows in;
  private final List<String> names = new ArrayList<>();
  private final List<NativeColumn> columns = new ArrayList<>();

  /** Columns that stand in the file; the sink's come after them. */
  private final int ownColumns;

  private final byte[] suffix;
  private final ByteRun piece = new ByteRun();
  private int position;
  private long remaining;

  /** The rows {@code from} to {@code to} of a block. */
  NativeRows(SpooledBlock block, long from, long to) throws IOException {
    this.block = block;
    in = SpoolFile.openRows(block, from);
    remaining = to - from;
    for (TableLayout.Column column : SpoolFile.layout(block).columns()) {
      names.add(column.name());
      columns.add(NativeColumn.of(column.type()));
    }
    ownColumns = columns.size();
    names.add(TableLayout.JOB_GENERATION);
    columns.add(NativeColumn.of("UInt32"));
    names.add(TableLayout.CHECKPOINT_ID);
    columns.add(NativeColumn.of("UInt64"));
    suffix =
        new RowBinaryWriter().uint32(block.generation()).uint64(block.checkpointId()).toBytes();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (position == piece.length() && !fill()) {
      return -1;
    }
    int count = Math.min(length, piece.length() - position);
    System.arraycopy(piece.array(), position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean fill() throws IOException {
    position = 0;
    piece.clear();
    int rows = 0;
    int bytes = 0;
    while (remaining > 0 && rows < PIECE_ROWS && bytes < PIECE_BYTES_MAX) {
      bytes += takeRow();
      rows++;
      remaining--;
    }
    if (rows == 0) {
      return false;
    }
    piece.addVarint(columns.size());
    piece.addVarint(rows);
    for (int i = 0; i < columns.size(); i++) {
      addText(names.get(i));
      addText(columns.get(i).type());
      columns.get(i).writeTo(piece);
      columns.get(i).clear();
    }
    return true;
  }

  private int takeRow() throws IOException {
    in.next();
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

  private void addText(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    piece.addVarint(utf8.length);
    piece.add(utf8, 0, utf8.length);
  }
}
