package io.gpuledger.dashboard.document;

/** A report of more rows than a form takes. */
public final class DocumentTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DocumentTooLargeException(String kind, String form, long rows, long limit) {
    super(
        kind
            + " has "
            + rows
            + " rows; "
            + form
            + " takes at most "
            + limit
            + (form.equals("a file") ? "" : "; ask for csv, xlsx or parquet"));
  }
}
