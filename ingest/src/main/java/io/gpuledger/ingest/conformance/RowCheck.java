package io.gpuledger.ingest.conformance;

/**
 * A check over many rows, of one file or of all that are given together. Its state is bounded; what
 * it no longer looks at is told as a note.
 */
interface RowCheck {
  void row(Row row);

  /** After the last row of a file. */
  default void fileEnd(String file) {}

  /** After the last file. */
  default void end() {}
}
