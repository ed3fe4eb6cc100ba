package io.gpuledger.ingest.focus;

/** Takes the records of a file in their order. */
public interface RowHandler {
  /** Takes note of nothing. */
  RowHandler NONE =
      new RowHandler() {
        @Override
        public void accepted(FocusRow row) {}

        @Override
        public void refused(RefusedRow row) {}

        @Override
        public void opened(FocusVersion version) {}
      };

  /** A record that can be read. */
  void accepted(FocusRow row);

  /** A record, or the file, that cannot. */
  void refused(RefusedRow row);

  /** Told once a file's header is understood. */
  void opened(FocusVersion version);

  /** Told of what is odd about a file that is read all the same. */
  default void noted(ReadNote note) {}
}
