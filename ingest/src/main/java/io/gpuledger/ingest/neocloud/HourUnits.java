package io.gpuledger.ingest.neocloud;

import java.util.Locale;

/** Units of GPU clouds in the words of FOCUS. */
final class HourUnits {
  static final String GPU_HOURS = "GPU-Hours";

  private HourUnits() {}

  /** {@code gpu*hour} as GPU-Hours, {@code gib hour} as GiB-Hours; others stay as they are. */
  static String of(String text) {
    String unit = text.strip();
    return switch (unit.toLowerCase(Locale.ROOT).replaceAll("[*_ /-]+", " ")) {
      case "hour", "hours", "hrs" -> "Hours";
      case "instance hour", "instance hours", "vm hour", "vm hours" -> "Instance-Hours";
      case "gpu hour", "gpu hours" -> GPU_HOURS;
      case "core hour", "core hours", "vcpu hour", "vcpu hours" -> "vCPU-Hours";
      case "gib hour", "gib hours", "gibibyte hour", "gibibyte hours" -> "GiB-Hours";
      case "gbyte hour", "gb hour", "gb hours" -> "GB-Hours";
      case "ip hour", "ip hours" -> "IP-Hours";
      default -> unit;
    };
  }
}
