package io.gpuledger.dashboard.query;

/** A question covers more billed rows than one answer may read; a shorter range is needed. */
public final class TooMuchToReconcileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TooMuchToReconcileException(int limit) {
    super(
        "The bills of this range have more than "
            + limit
            + " rows by invoice, SKU, machine, day and state; ask for fewer days.");
  }
}
