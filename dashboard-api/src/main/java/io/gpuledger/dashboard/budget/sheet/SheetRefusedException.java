package io.gpuledger.dashboard.budget.sheet;

/** A file that is no sheet that can be read, in words. */
public final class SheetRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SheetRefusedException(String message) {
    super(message);
  }

  SheetRefusedException(String message, Throwable cause) {
    super(message, cause);
  }
}
