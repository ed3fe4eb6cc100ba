package io.gpuledger.ingest.azure;

import java.util.Locale;

/** What a line bills, by Azure's ChargeType. */
enum AzureChargeType {
  USAGE("Usage", "Usage-Based"),
  PURCHASE("Purchase", "One-Time"),
  /** What a commitment paid for and nobody used. */
  UNUSED("Usage", "Usage-Based"),
  REFUND("Purchase", "One-Time"),
  CREDIT("Credit", "One-Time"),
  TAX("Tax", "One-Time"),
  /** Roundings, and whatever Azure adds later. */
  OTHER("Adjustment", "One-Time");

  private final String category;
  private final String frequency;

  AzureChargeType(String category, String frequency) {
    this.category = category;
    this.frequency = frequency;
  }

  /** The type of a text; usage files of before the types have none. */
  static AzureChargeType of(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "", "usage" -> USAGE;
      case "purchase" -> PURCHASE;
      case "unusedreservation", "unusedsavingsplan" -> UNUSED;
      case "refund" -> REFUND;
      case "credit" -> CREDIT;
      case "tax" -> TAX;
      default -> OTHER;
    };
  }

  /** ChargeCategory of FOCUS. */
  String category() {
    return category;
  }

  /** ChargeFrequency of FOCUS, where the file does not tell it. */
  String frequency() {
    return frequency;
  }

  /** Whether it has a price and a quantity. */
  boolean priced() {
    return this == USAGE || this == UNUSED || buys();
  }

  /** Whether something is bought, or given back. */
  boolean buys() {
    return this == PURCHASE || this == REFUND;
  }
}
