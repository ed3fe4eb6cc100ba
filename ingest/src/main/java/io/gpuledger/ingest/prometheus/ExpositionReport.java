package io.gpuledger.ingest.prometheus;

import io.gpuledger.cost.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * How the reading of an exposition went.
 *
 * @param bytesRead decompressed bytes looked at
 * @param linesRead lines looked at
 * @param seriesRead series handed on
 * @param fatal why the exposition is not to be used at all, if so
 * @param problems refused lines, the first {@link ExpositionLimits#problemsMax()} of them
 * @param problemsInAll how many lines were refused
 */
public record ExpositionReport(
    long bytesRead,
    long linesRead,
    long seriesRead,
    Optional<Problem> fatal,
    List<Problem> problems,
    long problemsInAll) {
  public ExpositionReport {
    problems = List.copyOf(problems);
  }
}
