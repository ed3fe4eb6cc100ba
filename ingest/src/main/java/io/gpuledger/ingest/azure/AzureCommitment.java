package io.gpuledger.ingest.azure;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeRecord;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/** Which reservation or savings plan a line belongs to, and what part it has in it. */
final class AzureCommitment {
  private static final String PLANS = "/microsoft.billingbenefits/";

  private final int pricingModel;
  private final int benefit;
  private final int benefitName;
  private final int reservation;
  private final int reservationName;
  private final int currency;

  AzureCommitment(AzureColumns columns) {
    pricingModel = columns.of("PricingModel");
    benefit = columns.of("BenefitId");
    benefitName = columns.of("BenefitName");
    reservation = columns.of("ReservationId");
    reservationName = columns.of("ReservationName");
    currency = columns.of(AzureColumns.CURRENCY);
  }

  /** What a line has to do with a commitment. */
  enum Part {
    /** Nothing. */
    NONE,
    /** It buys one, or gives one back. */
    PURCHASE,
    /** A commitment bears it. */
    USED,
    /** It is what of a commitment nobody used. */
    UNUSED;

    /** Whether a commitment bears the line, so that nothing of it is invoiced. */
    boolean covered() {
      return this == USED || this == UNUSED;
    }
  }

  /**
   * The part of a line.
   *
   * @param model its PricingModel; files of before it have none, and then an id of a commitment
   *     tells
   * @param id id of its benefit or reservation, empty where it has none
   */
  static Part part(AzureChargeType type, String model, String id) {
    if (type == AzureChargeType.UNUSED) {
      return Part.UNUSED;
    }
    boolean committed =
        switch (model.strip().toLowerCase(Locale.ROOT)) {
          case "reservation", "savingsplan" -> true;
          case "" -> !id.isEmpty();
          default -> false;
        };
    if (!committed) {
      return Part.NONE;
    }
    return type.buys() ? Part.PURCHASE : type == AzureChargeType.USAGE ? Part.USED : Part.NONE;
  }

  Part part(NativeRecord line, AzureChargeType type) {
    return part(type, line.text(pricingModel), line.firstText(benefit, reservation));
  }

  /**
   * Sets the commitment and how much of it the line used.
   *
   * @param effective what the line costs by its share of the purchase, where it is known
   */
  void write(NativeRecord line, ChargeWriter charge, Part part, Optional<BigDecimal> effective) {
    String id = line.firstText(benefit, reservation).toLowerCase(Locale.ROOT);
    if (part == Part.NONE || id.isEmpty()) {
      return;
    }
    boolean plan = isPlan(line);
    charge.put(FocusColumn.COMMITMENT_DISCOUNT_ID, id);
    charge.copy(FocusColumn.COMMITMENT_DISCOUNT_NAME, line.first(benefitName, reservationName));
    charge.put(FocusColumn.COMMITMENT_DISCOUNT_TYPE, plan ? "Savings Plan" : "Reservation");
    charge.put(FocusColumn.COMMITMENT_DISCOUNT_CATEGORY, plan ? "Spend" : "Usage");
    if (part.covered()) {
      charge.put(FocusColumn.COMMITMENT_DISCOUNT_STATUS, part == Part.USED ? "Used" : "Unused");
      if (plan && effective.isPresent()) {
        charge.put(FocusColumn.COMMITMENT_DISCOUNT_QUANTITY, effective.get());
        charge.copy(FocusColumn.COMMITMENT_DISCOUNT_UNIT, currency);
      }
    }
  }

  /** A plan commits to money, a reservation to hours. */
  boolean isPlan(NativeRecord line) {
    return line.text(benefit).toLowerCase(Locale.ROOT).contains(PLANS)
        || line.text(pricingModel).strip().equalsIgnoreCase("SavingsPlan");
  }
}
