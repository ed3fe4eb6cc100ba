package io.gpuledger.dashboard.launcher;

/** An instance that could not start because something outside failed. */
public final class StartFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
