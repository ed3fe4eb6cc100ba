package io.gpuledger.ingest.aws;

import io.gpuledger.cost.charge.FocusColumn;
import io.gpuledger.ingest.bill.ChargeWriter;
import io.gpuledger.ingest.bill.NativeRecord;
import java.math.BigDecimal;

/** Which commitment or reservation a line belongs to, and how much of it the line used. */
final class CurCommitments {
  private final int plan;
  private final int planCommitment;
  private final int planUsed;
  private final int planEffective;
  private final int reservation;
  private final int normalized;
  private final int amount;
  private final int unusedQuantity;
  private final int unusedNormalized;
  private final int currency;
  private final int capacity;
  private final int capacityStatus;
  private final int resource;

  CurCommitments(CurColumns columns) {
    plan = columns.of("savings_plan_savings_plan_a_r_n");
    planCommitment = columns.of("savings_plan_total_commitment_to_date");
    planUsed = columns.of("savings_plan_used_commitment");
    planEffective = columns.of("savings_plan_savings_plan_effective_cost");
    reservation = columns.of("reservation_reservation_a_r_n");
    normalized = columns.of("line_item_normalized_usage_amount");
    amount = columns.of("line_item_usage_amount");
    unusedQuantity = columns.of("reservation_unused_quantity");
    unusedNormalized = columns.of("reservation_unused_normalized_unit_quantity");
    currency = columns.of("line_item_currency_code");
    capacity = columns.of("capacity_reservation_capacity_reservation_arn");
    capacityStatus = columns.of("capacity_reservation_capacity_reservation_status");
    resource = columns.of("line_item_resource_id");
  }

  /** Sets which commitment the line belongs to. */
  void write(NativeRecord line, ChargeWriter charge, CurLineType type) {
    boolean isPlan = line.has(plan);
    if (!isPlan && !line.has(reservation)) {
      return;
    }
    charge.copy(FocusColumn.COMMITMENT_DISCOUNT_ID, isPlan ? plan : reservation);
    charge.put(FocusColumn.COMMITMENT_DISCOUNT_TYPE, isPlan ? "Savings Plan" : "Reserved Instance");
    charge.put(FocusColumn.COMMITMENT_DISCOUNT_CATEGORY, isPlan ? "Spend" : "Usage");
    if (type.covered()) {
      charge.put(FocusColumn.COMMITMENT_DISCOUNT_STATUS, "Used");
      used(line, charge, isPlan);
    } else if (type == CurLineType.SAVINGS_PLAN_RECURRING_FEE && line.has(planCommitment)) {
      charge.copy(FocusColumn.COMMITMENT_DISCOUNT_QUANTITY, planCommitment);
      charge.copy(FocusColumn.COMMITMENT_DISCOUNT_UNIT, currency);
    } else if (type == CurLineType.RI_FEE && line.has(amount)) {
      charge.copy(FocusColumn.COMMITMENT_DISCOUNT_QUANTITY, amount);
      charge.put(FocusColumn.COMMITMENT_DISCOUNT_UNIT, "Hours");
    }
  }

  /** A plan is used by money, a reservation by normalised hours where its sizes are flexible. */
  private void used(NativeRecord line, ChargeWriter charge, boolean isPlan) {
    int quantity = isPlan ? line.first(planUsed, planEffective) : line.first(normalized, amount);
    charge.copy(FocusColumn.COMMITMENT_DISCOUNT_QUANTITY, quantity);
    if (isPlan) {
      charge.copy(FocusColumn.COMMITMENT_DISCOUNT_UNIT, currency);
    } else {
      charge.put(
          FocusColumn.COMMITMENT_DISCOUNT_UNIT,
          line.has(normalized) ? "Normalized Hours" : "Hours");
    }
  }

  /** Sets what nobody used of the commitment that the line's fee paid for. */
  void writeUnused(
      NativeRecord line, ChargeWriter charge, CurLineType type, BigDecimal unusedMoney) {
    charge.put(FocusColumn.COMMITMENT_DISCOUNT_STATUS, "Unused");
    boolean isPlan = type == CurLineType.SAVINGS_PLAN_RECURRING_FEE;
    charge.copy(FocusColumn.COMMITMENT_DISCOUNT_ID, isPlan ? plan : reservation);
    charge.put(FocusColumn.COMMITMENT_DISCOUNT_TYPE, isPlan ? "Savings Plan" : "Reserved Instance");
    charge.put(FocusColumn.COMMITMENT_DISCOUNT_CATEGORY, isPlan ? "Spend" : "Usage");
    if (isPlan) {
      charge.put(FocusColumn.COMMITMENT_DISCOUNT_QUANTITY, unusedMoney);
      charge.copy(FocusColumn.COMMITMENT_DISCOUNT_UNIT, currency);
      charge.put(FocusColumn.PRICING_QUANTITY, unusedMoney);
      charge.copy(FocusColumn.PRICING_UNIT, currency);
    } else {
      charge.copy(
          FocusColumn.COMMITMENT_DISCOUNT_QUANTITY, line.first(unusedNormalized, unusedQuantity));
      charge.put(
          FocusColumn.COMMITMENT_DISCOUNT_UNIT,
          line.has(unusedNormalized) ? "Normalized Hours" : "Hours");
      charge.copy(FocusColumn.PRICING_QUANTITY, unusedQuantity);
      charge.put(FocusColumn.PRICING_UNIT, "Hours");
    }
  }

  /** Whether the line pays for capacity that was reserved and that nobody used. */
  boolean isUnusedCapacity(NativeRecord line, String usageType) {
    String status = line.text(capacityStatus);
    return status.equals("Unused") || (!status.equals("Used") && isUnusedMeter(usageType));
  }

  private static boolean isUnusedMeter(String usageType) {
    return usageType.contains("UnusedBox:") || usageType.contains("UnusedDed:");
  }

  /** Sets the capacity reservation that the line used, or is the unused part of. */
  void writeCapacity(NativeRecord line, ChargeWriter charge, String usageType) {
    String status = line.text(capacityStatus);
    boolean unused = isUnusedMeter(usageType);
    charge.copy(
        FocusColumn.CAPACITY_RESERVATION_ID, line.has(capacity) || !unused ? capacity : resource);
    if (status.equals("Used") || status.equals("Unused")) {
      charge.put(FocusColumn.CAPACITY_RESERVATION_STATUS, status);
    } else if (unused) {
      charge.put(FocusColumn.CAPACITY_RESERVATION_STATUS, "Unused");
    }
  }
}
