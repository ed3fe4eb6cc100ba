package io.gpuledger.streaming.billing;

/** Bits of 4,096 consecutive row numbers, as state holds them: 512 bytes a chunk. */
final class RowSet {
  static final int CHUNK_BITS = 12;
  static final int CHUNK_BYTES = 1 << (CHUNK_BITS - 3);

  private RowSet() {}

  /** The chunk that a row number lies in. */
  static long chunk(long rowNo) {
    return rowNo >>> CHUNK_BITS;
  }

  /** Adds a row to its chunk and says whether it was new. */
  static boolean add(byte[] chunk, long rowNo) {
    int bit = (int) (rowNo & ((1 << CHUNK_BITS) - 1));
    int mask = 1 << (bit & 7);
    boolean added = (chunk[bit >>> 3] & mask) == 0;
    chunk[bit >>> 3] |= (byte) mask;
    return added;
  }
}
