package io.gpuledger.dashboard.cli;

/** Exit codes of the command line. */
final class ExitCode {
  static final int OK = 0;

  /** The command was not written as its usage says. */
  static final int USAGE = 2;

  /** The input was refused. */
  static final int INPUT_REFUSED = 3;

  /** Something outside failed. */
  static final int OUTSIDE_FAILED = 4;

  private ExitCode() {}
}
