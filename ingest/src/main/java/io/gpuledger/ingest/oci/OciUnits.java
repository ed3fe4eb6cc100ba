package io.gpuledger.ingest.oci;

import java.util.Locale;

/** Units of Oracle in the words of FOCUS. */
final class OciUnits {
  static final String GPU_HOURS = "GPU-Hours";

  private OciUnits() {}

  /** {@code GB Hours} as GB-Hours, {@code GPU Per Hour} as GPU-Hours; others stay as they are. */
  static String of(String text) {
    String unit = text.strip();
    String lower = unit.toLowerCase(Locale.ROOT).replace(" per ", " ");
    return switch (lower) {
      case "hour", "hours" -> "Hours";
      case "gpu hour", "gpu hours" -> GPU_HOURS;
      case "ocpu hour", "ocpu hours" -> "OCPU-Hours";
      case "ecpu hour", "ecpu hours" -> "ECPU-Hours";
      case "gb hour", "gb hours", "gigabyte hour", "gigabyte hours" -> "GB-Hours";
      case "gb month", "gb months", "gigabyte storage capacity month" -> "GB-Months";
      default -> unit;
    };
  }
}
