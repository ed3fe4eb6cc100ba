package io.gpuledger.ingest.gcp;

import java.util.Locale;
import java.util.Map;

/** Units of Google in the words of FOCUS. */
final class GcpUnits {
  /** What has no unit but its number. */
  static final String COUNT = "Units";

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("hour", "Hours"),
          Map.entry("hours", "Hours"),
          Map.entry("h", "Hours"),
          Map.entry("second", "Seconds"),
          Map.entry("seconds", "Seconds"),
          Map.entry("month", "Months"),
          Map.entry("gibibyte hour", "GiB-Hours"),
          Map.entry("gibibyte month", "GiB-Months"),
          Map.entry("gibibyte", "GiB"),
          Map.entry("tebibyte", "TiB"),
          Map.entry("byte", "Bytes"),
          Map.entry("bytes", "Bytes"),
          Map.entry("byte-seconds", "Byte-Seconds"),
          Map.entry("requests", "Requests"),
          Map.entry("request", "Requests"),
          Map.entry("count", COUNT));

  private GcpUnits() {}

  /** The unit of a text; one without a word in FOCUS stays as it is. */
  static String of(String text) {
    return WORDS.getOrDefault(text.strip().toLowerCase(Locale.ROOT), text.strip());
  }
}
