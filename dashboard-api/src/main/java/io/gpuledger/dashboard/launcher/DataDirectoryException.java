package io.gpuledger.dashboard.launcher;

/** A data directory that cannot be used; the message says why and what to do. */
public final class DataDirectoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DataDirectoryException(String message) {
    super(message);
  }
}
