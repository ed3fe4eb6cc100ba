package io.gpuledger.dashboard.document;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * CSV by RFC 4180, the same in every locale. A text that a spreadsheet would take for a formula is
 * written behind an apostrophe; numbers are written as they are.
 */
final class CsvText {
  private static final String FORMULA_STARTS = "=+-@\t\r\n|%";

  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

  private final StringBuilder text = new StringBuilder();

  /** Adds a record of texts. */
  void texts(List<String> values) {
    for (int i = 0; i < values.size(); i++) {
      cell(i, safe(values.get(i)));
    }
    text.append("\r\n");
  }

  /** Adds a record of words, among which numbers are written as they are. */
  void words(List<String> values) {
    cells(values, i -> !isNumber(values.get(i)));
  }

  /** Whether a text is a number and nothing else; none runs as a formula. */
  static boolean isNumber(String value) {
    return NUMBER.matcher(value).matches();
  }

  /** Adds a record of texts and of numbers, which are written as they are. */
  void cells(List<String> values, IntPredicate isText) {
    for (int i = 0; i < values.size(); i++) {
      cell(i, isText.test(i) ? safe(values.get(i)) : values.get(i));
    }
    text.append("\r\n");
  }

  private void cell(int index, String value) {
    text.append(index > 0 ? "," : "");
    boolean quoted = value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    text.append(quoted ? "\"" + value.replace("\"", "\"\"") + "\"" : value);
  }

  /** A text that no spreadsheet takes for a formula. */
  static String safe(String value) {
    boolean harmless = value.isEmpty() || value.equals("-");
    return harmless || FORMULA_STARTS.indexOf(value.charAt(0)) < 0 ? value : "'" + value;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
