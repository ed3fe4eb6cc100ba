package io.gpuledger.dashboard.query;

/** An export that cannot be given, in words for who asked. */
public final class ExportRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ExportRefusedException(String message) {
    super(message);
  }
}
