package io.gpuledger.ingest.prometheus;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers of an exposition. */
final class Numbers {
  private static final int EXACT_DIGITS = 15;
  private static final int TEXT_MAX = 64;
  private static final double[] POWERS = new double[EXACT_DIGITS + 1];

  static {
    double power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private Numbers() {}

  /** The number that these bytes print, correctly rounded, or null. */
  static @Nullable Double parse(byte[] bytes, int from, int to) {
    int at = from;
    boolean negative = at < to && bytes[at] == '-';
    if (negative) {
      at++;
    }
    long digits = 0;
    int count = 0;
    int fraction = 0;
    boolean point = false;
    for (; at < to; at++) {
      byte b = bytes[at];
      if (b >= '0' && b <= '9') {
        digits = 10 * digits + (b - '0');
        count++;
        fraction += point ? 1 : 0;
      } else if (b == '.' && !point) {
        point = true;
      } else {
        return parseOther(bytes, from, to);
      }
      if (count > EXACT_DIGITS) {
        return parseOther(bytes, from, to);
      }
    }
    if (count == 0) {
      return null;
    }
    // Both are exact in binary, so the quotient is correctly rounded.
    double value = digits / POWERS[fraction];
    return negative ? -value : value;
  }

  private static @Nullable Double parseOther(byte[] bytes, int from, int to) {
    if (to - from > TEXT_MAX) {
      return null;
    }
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "+inf", "inf", "+infinity", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> parseDecimal(text);
    };
  }

  private static @Nullable Double parseDecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      // The language's own parser takes more (hexadecimal, a type letter) than the format does.
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        return null;
      }
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The instant, to the microsecond: what a double of seconds can hold today. */
  static Instant instant(double seconds) {
    return Instant.EPOCH.plus(Math.round(seconds * 1e6), java.time.temporal.ChronoUnit.MICROS);
  }
}
