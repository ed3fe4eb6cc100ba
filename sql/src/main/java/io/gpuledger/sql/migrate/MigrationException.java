package io.gpuledger.sql.migrate;

/** The schema cannot be brought to this version. The message says which file, and what to do. */
public final class MigrationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MigrationException(String message) {
    super(message);
  }

  MigrationException(String message, Throwable cause) {
    super(message, cause);
  }
}
