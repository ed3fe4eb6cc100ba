package io.gpuledger.ingest.aws;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a line of a cost and usage report is. */
enum CurLineType {
  USAGE("Usage", "Usage", "Usage-Based"),
  DISCOUNTED_USAGE("DiscountedUsage", "Usage", "Usage-Based"),
  SAVINGS_PLAN_COVERED_USAGE("SavingsPlanCoveredUsage", "Usage", "Usage-Based"),
  SAVINGS_PLAN_NEGATION("SavingsPlanNegation", "Adjustment", "Usage-Based"),
  SAVINGS_PLAN_RECURRING_FEE("SavingsPlanRecurringFee", "Purchase", "Recurring"),
  SAVINGS_PLAN_UPFRONT_FEE("SavingsPlanUpfrontFee", "Purchase", "One-Time"),
  RI_FEE("RIFee", "Purchase", "Recurring"),
  FEE("Fee", "Purchase", "One-Time"),
  TAX("Tax", "Tax", "One-Time"),
  CREDIT("Credit", "Credit", "One-Time"),
  REFUND("Refund", "Adjustment", "One-Time"),
  /** A private discount with a line of its own. */
  DISCOUNT(
      "EdpDiscount BundledDiscount PrivateRateDiscount RiVolumeDiscount SppDiscount Discount",
      "Adjustment",
      "One-Time"),
  /** Whatever AWS adds later. */
  OTHER("", "Adjustment", "One-Time");

  private static final Map<String, CurLineType> BY_TEXT =
      Stream.of(values())
          .flatMap(type -> Stream.of(type.texts.split(" ", -1)).map(text -> Map.entry(text, type)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private final String texts;
  private final String category;
  private final String frequency;

  CurLineType(String texts, String category, String frequency) {
    this.texts = texts;
    this.category = category;
    this.frequency = frequency;
  }

  /** The type of a text; empty where there is none. */
  static Optional<CurLineType> of(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(BY_TEXT.getOrDefault(text, OTHER));
  }

  /** The word of AWS, the first where there are several. */
  String text() {
    return texts.isEmpty() ? "that is not known" : texts.split(" ", -1)[0];
  }

  /** ChargeCategory of FOCUS. */
  String category() {
    return category;
  }

  /** ChargeFrequency of FOCUS. */
  String frequency() {
    return frequency;
  }

  /** Whether a commitment bears the line, so that nothing of it is invoiced. */
  boolean covered() {
    return this == DISCOUNTED_USAGE || this == SAVINGS_PLAN_COVERED_USAGE;
  }

  /** Whether it is consumption. */
  boolean usage() {
    return this == USAGE || covered();
  }

  /** Whether it has a price and a quantity. */
  boolean priced() {
    return usage() || category.equals("Purchase");
  }
}
