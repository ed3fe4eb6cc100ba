package io.gpuledger.ingest.bill;

import io.gpuledger.ingest.focus.RawLayout;

/** A native format of bills: how it is told, and what its records mean. */
public interface BillFormat {
  /** The word of the command line and of column {@code format}, e.g. {@code aws-cur}. */
  String format();

  /** Changes whenever the same file would be read differently. */
  String parserVersion();

  /** How its text is laid out. */
  default RawLayout layout() {
    return RawLayout.TOLD_BY_FILE;
  }

  /** How far the columns of a file are those of this format. */
  FormatFit fit(NativeColumns columns);

  /** What makes charges of the records of a file that fits. */
  RecordCharges mapper(NativeColumns columns);
}
