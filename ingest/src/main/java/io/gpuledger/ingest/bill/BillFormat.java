package io.gpuledger.ingest.bill;

import io.gpuledger.ingest.focus.RawLayout;
import java.util.Optional;

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

  /**
   * The format as it reads one set: one whose charges need what other records of the set say has a
   * memory, and begins a new one here.
   */
  default BillFormat ofSet() {
    return this;
  }

  /** Whether files are read for what they teach before charges are made of any. */
  default boolean studies() {
    return false;
  }

  /** What learns from the records of a file; empty where they teach nothing. */
  default Optional<RecordStudy> study(NativeColumns columns) {
    return Optional.empty();
  }

  /**
   * What a file of these columns holds in place of charges, in words, such as list prices; empty
   * where it holds charges.
   */
  default Optional<String> reference(NativeColumns columns) {
    return Optional.empty();
  }
}
