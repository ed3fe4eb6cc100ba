package io.gpuledger.dashboard.launcher;

/** A configuration with faults; the message lists all of them with their places. */
public final class ConfigurationRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConfigurationRefusedException(String message) {
    super(message);
  }
}
