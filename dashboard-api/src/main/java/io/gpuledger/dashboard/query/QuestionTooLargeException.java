package io.gpuledger.dashboard.query;

/** An answer would pass a limit. The message says which, for who asked. */
public final class QuestionTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  QuestionTooLargeException(String message) {
    super(message);
  }
}
