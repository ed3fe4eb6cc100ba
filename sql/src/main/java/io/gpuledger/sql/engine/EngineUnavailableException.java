package io.gpuledger.sql.engine;

/** The embedded engine cannot be had or cannot be opened. The message says how to mend it. */
public final class EngineUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EngineUnavailableException(String message) {
    super(message);
  }

  EngineUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
