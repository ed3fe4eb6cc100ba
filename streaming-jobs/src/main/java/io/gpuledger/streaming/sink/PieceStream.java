package io.gpuledger.streaming.sink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows turned into ClickHouse's Native form in pieces of at most {@link #PIECE_ROWS} rows, each
 * made when it is read.
 */
abstract class PieceStream extends InputStream {
  /** Rows turned at a time; the numbers of a dictionary's texts have two bytes. */
  static final int PIECE_ROWS = 16_384;

  private final List<byte[]> names = new ArrayList<>();
  private final List<NativeColumn> columns = new ArrayList<>();
  private final ByteRun piece = new ByteRun();
  private int position;

  PieceStream(List<TableLayout.Column> layout) {
    for (TableLayout.Column column : layout) {
      names.add(column.name().getBytes(StandardCharsets.UTF_8));
      columns.add(NativeColumn.of(column.type()));
    }
  }

  /** The columns, in the order of the layout, to take values of rows. */
  final List<NativeColumn> columns() {
    return columns;
  }

  /** Lets the columns take the next rows, at most {@link #PIECE_ROWS}, and returns how many. */
  abstract int takeRows() throws IOException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public final int read(byte[] target, int offset, int length) throws IOException {
    if (position == piece.length() && !fill()) {
      return -1;
    }
    int count = Math.min(length, piece.length() - position);
    System.arraycopy(piece.array(), position, target, offset, count);
    position += count;
    return count;
  }

  private boolean fill() throws IOException {
    position = 0;
    piece.clear();
    int rows = takeRows();
    if (rows == 0) {
      return false;
    }
    piece.addVarint(columns.size());
    piece.addVarint(rows);
    for (int i = 0; i < columns.size(); i++) {
      addText(names.get(i));
      addText(columns.get(i).type().getBytes(StandardCharsets.UTF_8));
      columns.get(i).writeTo(piece);
      columns.get(i).clear();
    }
    return true;
  }

  private void addText(byte[] utf8) {
    piece.addVarint(utf8.length);
    piece.add(utf8, 0, utf8.length);
  }
}
