package io.gpuledger.dashboard.http;

import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.ingest.focus.FocusVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Optional;

/** What the API asks for files of rows that are larger than memory. */
public interface ExportQueries {
  /**
   * {@code GET /export/focus}.
   *
   * @param range days of usage whose lines become rows
   * @param version release of FOCUS
   * @param source only lines of a source
   */
  record FocusRequest(
      TimeRange range, FocusVersion version, Optional<Instant> asOf, Optional<String> source) {}

  /** Rows of one snapshot, ready to be written. */
  interface Export {
    /** What the file will hold: rows, sums by currency, columns, snapshot. */
    Object summary();

    /**
     * Writes the file as it is read.
     *
     * @throws IOException if who reads it is gone
     * @throws ApiException if it cannot be written whole; what was written is then no file
     */
    void write(OutputStream out) throws IOException;
  }

  /** The allocation lines in scope as FOCUS rows. */
  Export export(FocusRequest request, AccessScope scope);
}
