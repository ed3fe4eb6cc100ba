package io.gpuledger.dashboard.report;

/** A report that would not tie. It is not given at all. */
public final class ReportRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  ReportRefusedException(String message, boolean passing) {
    super(message);
    this.passing = passing;
  }

  /** Whether the same report may be given shortly, without anybody mending anything. */
  public boolean isPassing() {
    return passing;
  }
}
