package io.gpuledger.ingest.custom;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the numbers of a file are written.
 *
 * @param decimalComma whether a comma stands before the decimals, and not a point
 * @param thousands what separates thousands; empty where nothing does
 */
public record NumberForm(boolean decimalComma, Optional<Character> thousands) {
  /** Digits with a point, no separators. */
  public static final NumberForm PLAIN = new NumberForm(false, Optional.empty());

  public NumberForm {
    if (thousands.isPresent() && thousands.get() == (decimalComma ? ',' : '.')) {
      throw new IllegalArgumentException("thousands and decimals are separated by the same sign");
    }
    if (thousands.isPresent() && Character.isLetterOrDigit(thousands.get())) {
      throw new IllegalArgumentException("a letter or digit does not separate thousands");
    }
  }

  /** The number as it is read everywhere; empty where the text is not written so. */
  Optional<String> plain(String text) {
    if (equals(PLAIN)) {
      return Optional.of(text);
    }
    String number = text.strip();
    if (thousands.isPresent()) {
      String sign = Pattern.quote(thousands.get().toString());
      String decimal = decimalComma ? "," : "\\.";
      if (number.indexOf(thousands.get()) >= 0) {
        if (!number.matches("[+-]?\\d{1,3}(" + sign + "\\d{3})+(" + decimal + "\\d*)?")) {
          return Optional.empty();
        }
        number = number.replace(thousands.get().toString(), "");
      }
    }
    if (!decimalComma) {
      return Optional.of(number);
    }
    return number.indexOf('.') >= 0 ? Optional.empty() : Optional.of(number.replace(',', '.'));
  }
}
