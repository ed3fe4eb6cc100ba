package io.gpuledger.ingest.focus;

/** Takes the records of a file in their order. */
public interface RowHandler {
  /** A record that can be read. */
  void accepted(FocusRow row);

  /** A record, or the file, that cannot. */
  void refused(RefusedRow row);

  /** Told once a file's header is understood. */
  void opened(FocusVersion version);

  /** Told of what is odd about a file that is read all the same. */
  default void noted(ReadNote note) {}
}
