package io.gpuledger.ingest.prometheus;

import java.util.Set;

/**
 * The values that DCGM prints where it has none: blank, not found, not supported, not permitted.
 * Exactly these are dropped; a neighbour may be a true reading.
 */
final class DcgmBlank {
  private static final double INT32_FIRST = 2_147_483_632.0;
  private static final double INT32_LAST = 2_147_483_635.0;
  private static final double REAL_FIRST = 140_737_488_355_328.0;
  private static final double REAL_LAST = 140_737_488_355_331.0;

  /** 9223372036854775792 to ..795 are all nearest to this double. */
  private static final double INT64 = 0x1p63;

  private static final Set<String> TEXTS =
      Set.of(
          "<<<NULL>>>",
          "<<<NOT_FOUND>>>",
          "<<<NOT_SUPPORTED>>>",
          "<<<NOT_PERM>>>",
          "[N/A]",
          "N/A",
          "[Not Supported]");

  private DcgmBlank() {}

  /**
   * Whether this value of a field stands for none.
   *
   * @param counter whether the field is a 64-bit counter, which may pass the smaller ones truly
   */
  static boolean isBlank(double value, boolean counter) {
    if (value == INT64) {
      return true;
    }
    boolean small = value >= INT32_FIRST && value <= INT32_LAST;
    boolean real = value >= REAL_FIRST && value <= REAL_LAST;
    return !counter && (small || real);
  }

  /** The label value, or empty where it stands for none. */
  static String text(String value) {
    return TEXTS.contains(value) ? "" : value;
  }
}
