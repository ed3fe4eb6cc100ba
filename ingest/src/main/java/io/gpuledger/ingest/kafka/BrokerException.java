package io.gpuledger.ingest.kafka;

/** The broker could not be started or reached; the message says what to look at. */
public final class BrokerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}
