package io.gpuledger.ingest.delivery;

import io.gpuledger.ingest.focus.FocusRow;
import java.util.ArrayList;
import java.util.List;

/** Rows of one delivery and one month of charge periods that wait to become a block. */
final class BlockBuffer {
  /** Most rows of a block. */
  static final int MAX_ROWS = 1_000;

  /** A block is cut when its cells reach this many bytes. */
  static final int MAX_BYTES = 512 << 10;

  private final ArrayList<FocusRow> rows = new ArrayList<>();
  private int bytes;

  void add(FocusRow row) {
    rows.add(row);
    bytes += row.bytes();
  }

  boolean isFull() {
    return rows.size() >= MAX_ROWS || bytes >= MAX_BYTES;
  }

  int bytes() {
    return bytes;
  }

  int size() {
    return rows.size();
  }

  /** The rows, in their order; the buffer is empty afterwards. */
  List<FocusRow> take() {
    List<FocusRow> taken = List.copyOf(rows);
    rows.clear();
    bytes = 0;
    return taken;
  }
}
