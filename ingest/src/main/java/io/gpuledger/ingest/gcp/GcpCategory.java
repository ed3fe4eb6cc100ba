package io.gpuledger.ingest.gcp;

import java.util.Locale;

/**
 * What a record bills.
 *
 * @param category ChargeCategory of FOCUS
 * @param frequency ChargeFrequency of FOCUS
 */
record GcpCategory(String category, String frequency) {
  private static final GcpCategory USAGE = new GcpCategory("Usage", "Usage-Based");
  private static final GcpCategory FEE = new GcpCategory("Purchase", "Recurring");
  private static final GcpCategory TAX = new GcpCategory("Tax", "One-Time");
  private static final GcpCategory ADJUSTMENT = new GcpCategory("Adjustment", "One-Time");

  /** What a type of cost is; a type that is not known is an adjustment. */
  static GcpCategory of(String costType, boolean fee) {
    return switch (costType.strip().toLowerCase(Locale.ROOT)) {
      case "", "regular" -> fee ? FEE : USAGE;
      case "tax" -> TAX;
      default -> ADJUSTMENT;
    };
  }

  /** Whether a type of cost is that of usage and fees. */
  static boolean isRegular(String costType) {
    return of(costType, false).usage();
  }

  boolean usage() {
    return equals(USAGE);
  }

  /** Whether it has a price and a quantity. */
  boolean priced() {
    return usage() || equals(FEE);
  }
}
