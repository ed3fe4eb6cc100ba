package io.gpuledger.ingest.prometheus;

import io.gpuledger.cost.problem.ProblemCode;

/** A line that is not a series; never leaves the parser. */
final class MalformedLineException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;
  private final int column;

  /**
   * A fault at a place.
   *
   * @param column one-based byte of the line
   */
  MalformedLineException(ProblemCode code, int column, String message) {
    super(message, null, false, false);
    this.code = code;
    this.column = column;
  }

  ProblemCode code() {
    return code;
  }

  int column() {
    return column;
  }
}
