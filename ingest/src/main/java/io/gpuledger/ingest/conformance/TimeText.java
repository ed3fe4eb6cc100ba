package io.gpuledger.ingest.conformance;

import io.gpuledger.ingest.focus.TimeReader;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The date and time format of FOCUS: {@code 2026-10-01T00:00:00Z}. */
final class TimeText {
  static final String EXPECTED = "; expected a form such as 2026-10-01T00:00:00Z";

  private static final Pattern SHAPE =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
  private static final Pattern FRACTION =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d+Z");
  private static final Pattern ISO_DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d.*");

  private TimeText() {}

  /** Microseconds since 1970 of a time in any usual form. */
  static OptionalLong micros(String text) {
    return TimeReader.micros(text.getBytes(StandardCharsets.UTF_8));
  }

  static boolean conforms(String text) {
    return SHAPE.matcher(text).matches();
  }

  /** Whether all that is wrong is a fraction of the second. */
  static boolean hasFractionOnly(String text) {
    return FRACTION.matcher(text).matches();
  }

  /** What is wrong with how a time is written. */
  static String misspelling(String text) {
    if (!ISO_DAY.matcher(text).matches()) {
      return "is not in the order year-month-day";
    }
    if (text.length() == 10) {
      return "has no time of day";
    }
    boolean t = text.charAt(10) == 'T';
    boolean z = text.endsWith("Z");
    if (!t && !z) {
      return "has neither the T before the time nor the Z of UTC";
    }
    if (!t) {
      return "has no T before the time";
    }
    return z ? "lacks seconds" : "does not end in the Z of UTC";
  }
}
