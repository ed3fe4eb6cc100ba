package io.gpuledger.ingest.bill;

import java.util.List;

/**
 * How far the columns of a file are those of a format.
 *
 * @param kind whether the format reads it
 * @param missing needed columns that the file lacks, by their names in the format
 */
public record FormatFit(Kind kind, List<String> missing) {
  /** Nothing of the format is there. */
  public static final FormatFit NONE = new FormatFit(Kind.NONE, List.of());

  /** All of it is there. */
  public static final FormatFit WHOLE = new FormatFit(Kind.WHOLE, List.of());

  /** Whether a format reads a file. */
  public enum Kind {
    /** It does. */
    WHOLE,
    /** It would, but for the missing columns. */
    NEAR,
    /** It has nothing to do with it. */
    NONE
  }

  public FormatFit {
    missing = List.copyOf(missing);
  }

  /** Near where at least half of the needed columns are there, and whole where all are. */
  public static FormatFit of(NativeColumns columns, List<String> needed) {
    List<String> missing = needed.stream().filter(name -> !columns.has(name)).toList();
    if (missing.isEmpty()) {
      return WHOLE;
    }
    return missing.size() * 2 <= needed.size() ? new FormatFit(Kind.NEAR, missing) : NONE;
  }
}
