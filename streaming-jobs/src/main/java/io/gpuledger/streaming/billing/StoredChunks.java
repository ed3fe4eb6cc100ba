package io.gpuledger.streaming.billing;

import java.util.HashMap;
import java.util.Map;

/** Row numbers gathered into chunks. */
final class StoredChunks {
  private final Map<Long, byte[]> byNumber = new HashMap<>();

  void add(long rowNo) {
    RowSet.add(
        byNumber.computeIfAbsent(RowSet.chunk(rowNo), number -> new byte[RowSet.CHUNK_BYTES]),
        rowNo);
  }

  Map<Long, byte[]> byNumber() {
    return byNumber;
  }
}
