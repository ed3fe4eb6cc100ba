package io.gpuledger.ingest.focus;

import io.gpuledger.cost.invoice.Dataset;
import io.gpuledger.cost.invoice.DatasetRow;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.time.TimeRange;
import java.util.List;
import java.util.Optional;

/**
 * What the files of a dataset hold.
 *
 * @param focusVersion the newest release that their columns tell
 * @param fileHashes SHA-256 of each file's decompressed bytes, in order
 * @param rows those that could be read, in order
 * @param refused those that could not
 * @param duplicates rows that repeat another one of the files in everything
 */
public record DatasetContent(
    Dataset dataset,
    String focusVersion,
    List<String> fileHashes,
    List<DatasetRow> rows,
    List<Refused> refused,
    long duplicates) {
  public DatasetContent {
    fileHashes = List.copyOf(fileHashes);
    rows = List.copyOf(rows);
    refused = List.copyOf(refused);
  }

  /**
   * A record, or the rest of a file, that cannot be read.
   *
   * @param rowNo file index x 2^32 + record, record 0 for the whole file
   * @param subject what it belongs to, see {@link DatasetRow#subject}; empty where it does not tell
   * @param billingPeriod of an invoice's line, where it can be read
   */
  public record Refused(
      long rowNo, Problem problem, String subject, Optional<TimeRange> billingPeriod) {}
}
