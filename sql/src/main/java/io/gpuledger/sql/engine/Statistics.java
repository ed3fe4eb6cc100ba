package io.gpuledger.sql.engine;

/** What a statement did, in rows and bytes of the engine's own counting. */
record Statistics(
    long readRows, long readBytes, long writtenRows, long writtenBytes, long resultRows) {
  static final Statistics NONE = new Statistics(0, 0, 0, 0, 0);

  Statistics plus(Statistics other) {
    return new Statistics(
        readRows + other.readRows,
        readBytes + other.readBytes,
        writtenRows + other.writtenRows,
        writtenBytes + other.writtenBytes,
        resultRows + other.resultRows);
  }
}
