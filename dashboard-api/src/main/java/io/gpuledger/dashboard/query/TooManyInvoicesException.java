package io.gpuledger.dashboard.query;

/** A month has more invoices than one answer may hold; a source narrows it. */
public final class TooManyInvoicesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooManyInvoicesException(int limit) {
    super("The month has more than " + limit + " invoices; ask for one source.");
  }
}
