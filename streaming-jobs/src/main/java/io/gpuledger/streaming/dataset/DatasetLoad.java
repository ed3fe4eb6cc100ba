package io.gpuledger.streaming.dataset;

import io.gpuledger.cost.invoice.Dataset;
import java.util.List;

/**
 * A load that nobody sees yet.
 *
 * @param loadId made of everything below and the number of loads before it, so that the same load
 *     tried again is the same load
 * @param source configured source that it was loaded for
 * @param origin how it came
 * @param contentHash equal for loads that bring the same
 * @param focusVersion of the files, empty if typed
 * @param fileNames names of the files in order
 * @param counts rows read and refused
 * @param refusedSubjects what refused rows belong to; an empty text where one does not tell
 * @param recordedBy who loads it
 */
public record DatasetLoad(
    String loadId,
    Dataset dataset,
    String source,
    Origin origin,
    String contentHash,
    String focusVersion,
    List<String> fileNames,
    Counts counts,
    List<String> refusedSubjects,
    String recordedBy) {
  /** How a load came. */
  public enum Origin {
    /** Out of files. */
    FILE,
    /** A person typed it. */
    TYPED,
    /** A person took an invoice back. */
    WITHDRAWN
  }

  /** Rows of the files: accepted plus rejected were read, repeated ones are counted beside them. */
  public record Counts(long accepted, long rejected, long duplicate) {}

  public DatasetLoad {
    fileNames = List.copyOf(fileNames);
    refusedSubjects = List.copyOf(refusedSubjects);
  }
}
