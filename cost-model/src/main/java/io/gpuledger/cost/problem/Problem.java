package io.gpuledger.cost.problem;

/**
 * One fault of input.
 *
 * @param code what kind of fault
 * @param location where
 * @param field the column, label or key, or empty
 * @param message names the thing, the value found and what was expected
 * @param rawText the offending text, cut at {@link #RAW_TEXT_LIMIT} characters
 */
public record Problem(
    ProblemCode code, Location location, String field, String message, String rawText) {
  /** Longest raw text kept with a problem. */
  public static final int RAW_TEXT_LIMIT = 4_096;

  public Problem {
    if (rawText.length() > RAW_TEXT_LIMIT) {
      rawText = rawText.substring(0, RAW_TEXT_LIMIT);
    }
  }

  @Override
  public String toString() {
    return location + (field.isEmpty() ? "" : " " + field) + ": " + message;
  }
}
