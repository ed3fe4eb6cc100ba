package io.gpuledger.sql.query;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Values of a parameter of type {@code Array}, as the engine reads them once the client has escaped
 * backslashes and control characters.
 */
public final class ArrayParameter {
  private ArrayParameter() {}

  /** An {@code Array(String)}; the engine reads a doubled quote as one. */
  public static String ofTexts(Collection<String> texts) {
    return texts.stream()
        .map(text -> "'" + text.replace("'", "''") + "'")
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** An array of whole numbers. */
  public static String ofNumbers(Collection<Long> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]"));
  }
}
