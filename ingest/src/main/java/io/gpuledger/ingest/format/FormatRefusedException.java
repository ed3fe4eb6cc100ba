package io.gpuledger.ingest.format;

/** A word that names no format, or one that the source does not have. */
public final class FormatRefusedException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  FormatRefusedException(String message) {
    super(message);
  }
}
