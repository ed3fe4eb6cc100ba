package io.gpuledger.ingest.conformance;

import java.util.Set;

/** Texts that files use where FOCUS wants a null. */
final class NullText {
  /** In any column. */
  private static final Set<String> ALWAYS =
      Set.of(
          "NULL",
          "null",
          "Null",
          "\\N",
          "(null)",
          "<null>",
          "N/A",
          "n/a",
          "Not Applicable",
          "Not Available",
          "not applicable",
          "undefined");

  /** Where no word can be a value. */
  private static final Set<String> IN_VALUES = Set.of("-", "--", "None", "none", "nil", "NA");

  private NullText() {}

  /**
   * Whether the text stands for a missing value.
   *
   * @param free whether any text can be a value of the column
   */
  static boolean is(String text, boolean free) {
    return ALWAYS.contains(text) || text.isBlank() || (!free && IN_VALUES.contains(text));
  }
}
