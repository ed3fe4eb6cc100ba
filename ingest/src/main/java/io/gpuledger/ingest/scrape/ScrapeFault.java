package io.gpuledger.ingest.scrape;

import io.gpuledger.cost.problem.ProblemCode;

/** Why an exchange with a target gave nothing; never leaves the package. */
final class ScrapeFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ProblemCode code;

  ScrapeFault(ProblemCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  ProblemCode code() {
    return code;
  }
}
