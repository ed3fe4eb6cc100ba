package io.gpuledger.ingest.conformance;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** The numeric format of FOCUS: a plain integer or decimal, or E notation without a plus. */
final class DecimalText {
  /** Longest text whose value is computed with. */
  private static final int MAX_LENGTH = 128;

  /** Largest power of ten, up or down, of a value that is computed with. */
  private static final int MAX_EXPONENT = 400;

  private static final Pattern LENIENT =
      Pattern.compile("[-+]?(\\d[\\d,' ]*\\.?\\d*|\\.\\d+)(,\\d+)?([eE][-+]?\\d+)?");

  private DecimalText() {}

  static boolean conforms(String text) {
    int at = text.startsWith("-") ? 1 : 0;
    int whole = digits(text, at);
    if (whole == at) {
      return false;
    }
    at = whole;
    if (at < text.length() && text.charAt(at) == '.') {
      int fraction = digits(text, at + 1);
      if (fraction == at + 1) {
        return false;
      }
      at = fraction;
    }
    if (at < text.length() && (text.charAt(at) == 'E' || text.charAt(at) == 'e')) {
      at++;
      if (at < text.length() && text.charAt(at) == '-') {
        at++;
      }
      int exponent = digits(text, at);
      if (exponent == at) {
        return false;
      }
      at = exponent;
    }
    return at == text.length();
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /** What is wrong with how a number is written; empty where the text is no number at all. */
  static Optional<String> misspelling(String text) {
    String bare = text.strip();
    String number = bare.replaceAll("^(-?)[$\u20ac\u00a3\u00a5]", "$1");
    if (number.length() > MAX_LENGTH || !LENIENT.matcher(number).matches()) {
      return Optional.empty();
    }
    if (!number.equals(bare)) {
      return Optional.of("has a currency sign");
    }
    if (!bare.equals(text)) {
      return Optional.of("has blanks around it");
    }
    if (text.indexOf(',') >= 0 || text.indexOf('\'') >= 0 || text.indexOf(' ') >= 0) {
      return Optional.of("has a separator other than the point");
    }
    return Optional.of(
        text.indexOf('+') >= 0 ? "has a plus sign" : "lacks a digit before or after the point");
  }

  /** Whether a value is of a size that can be computed with. */
  static boolean isComputable(BigDecimal value) {
    long exponent = (long) value.precision() - value.scale();
    return Math.abs(exponent) <= MAX_EXPONENT && Math.abs((long) value.scale()) <= MAX_EXPONENT;
  }

  /** The value of a text that is a number, where it is of a size that can be computed with. */
  static Optional<BigDecimal> value(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text.strip())).filter(DecimalText::isComputable);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
