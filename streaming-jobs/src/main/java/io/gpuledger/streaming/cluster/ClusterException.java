package io.gpuledger.streaming.cluster;

/** The cluster did not do what was asked. */
public final class ClusterException extends Exception {
  private static final long serialVersionUID = 1L;

  ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
