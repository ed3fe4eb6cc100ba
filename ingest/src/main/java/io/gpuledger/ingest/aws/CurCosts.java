package io.gpuledger.ingest.aws;

import io.gpuledger.ingest.bill.NativeRecord;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The costs of a line by AWS's own rules. Net columns, which carry private pricing, are taken where
 * the line has them.
 */
final class CurCosts {
  private final int unblended;
  private final int netUnblended;
  private final int publicCost;
  private final int planEffective;
  private final int netPlanEffective;
  private final int planCommitment;
  private final int planUsed;
  private final int reservationEffective;
  private final int netReservationEffective;
  private final int unusedUpfront;
  private final int netUnusedUpfront;
  private final int unusedRecurring;
  private final int netUnusedRecurring;
  private final int reservation;
  private final CurDiscounts discounts;

  CurCosts(CurColumns columns) {
    unblended = columns.of("line_item_unblended_cost");
    netUnblended = columns.of("line_item_net_unblended_cost");
    publicCost = columns.of("pricing_public_on_demand_cost");
    planEffective = columns.of("savings_plan_savings_plan_effective_cost");
    netPlanEffective = columns.of("savings_plan_net_savings_plan_effective_cost");
    planCommitment = columns.of("savings_plan_total_commitment_to_date");
    planUsed = columns.of("savings_plan_used_commitment");
    reservationEffective = columns.of("reservation_effective_cost");
    netReservationEffective = columns.of("reservation_net_effective_cost");
    unusedUpfront = columns.of("reservation_unused_amortized_upfront_fee_for_billing_period");
    netUnusedUpfront =
        columns.of("reservation_net_unused_amortized_upfront_fee_for_billing_period");
    unusedRecurring = columns.of("reservation_unused_recurring_fee");
    netUnusedRecurring = columns.of("reservation_net_unused_recurring_fee");
    reservation = columns.of("reservation_reservation_a_r_n");
    discounts = new CurDiscounts(columns);
  }

  /** What the line adds to the invoice, before covered usage and its negation cancel out. */
  Optional<BigDecimal> invoiced(NativeRecord line) {
    return line.decimal(line.first(netUnblended, unblended));
  }

  /** BilledCost: a line that a commitment bears, and its negation, cost nothing on an invoice. */
  Optional<BigDecimal> billed(NativeRecord line, CurLineType type) {
    return type.covered() || type == CurLineType.SAVINGS_PLAN_NEGATION
        ? Optional.of(BigDecimal.ZERO)
        : invoiced(line);
  }

  /** EffectiveCost; of a fee without its unused part, see {@link #unused}. */
  Optional<BigDecimal> effective(NativeRecord line, CurLineType type) {
    return switch (type) {
      case SAVINGS_PLAN_COVERED_USAGE -> line.decimal(line.first(netPlanEffective, planEffective));
      case DISCOUNTED_USAGE ->
          line.decimal(line.first(netReservationEffective, reservationEffective));
      case SAVINGS_PLAN_NEGATION, SAVINGS_PLAN_UPFRONT_FEE, SAVINGS_PLAN_RECURRING_FEE, RI_FEE ->
          Optional.of(BigDecimal.ZERO);
      case FEE -> line.has(reservation) ? Optional.of(BigDecimal.ZERO) : invoiced(line);
      case USAGE, TAX, CREDIT, REFUND, DISCOUNT, OTHER -> invoiced(line);
    };
  }

  /** What a recurring fee paid for and nobody used; empty where the report does not tell. */
  Optional<BigDecimal> unused(NativeRecord line, CurLineType type) {
    if (type == CurLineType.SAVINGS_PLAN_RECURRING_FEE) {
      Optional<BigDecimal> commitment = line.decimal(planCommitment);
      Optional<BigDecimal> used = line.decimal(planUsed);
      return commitment.flatMap(all -> used.map(all::subtract));
    }
    if (type != CurLineType.RI_FEE) {
      return Optional.empty();
    }
    int upfront = line.first(netUnusedUpfront, unusedUpfront);
    int recurring = line.first(netUnusedRecurring, unusedRecurring);
    return line.has(upfront) || line.has(recurring)
        ? Optional.of(line.decimalOrZero(upfront).add(line.decimalOrZero(recurring)))
        : Optional.empty();
  }

  /** ListCost: the public price of usage; of the rest what is asked for before discounts. */
  Optional<BigDecimal> list(NativeRecord line, CurLineType type) {
    if (type == CurLineType.SAVINGS_PLAN_NEGATION || type == CurLineType.DISCOUNT) {
      return Optional.of(BigDecimal.ZERO);
    }
    return line.decimal(type.usage() ? publicCost : unblended);
  }

  /** ContractedCost: the price after private discounts and before commitments. */
  Optional<BigDecimal> contracted(NativeRecord line, CurLineType type) {
    return switch (type) {
      case SAVINGS_PLAN_NEGATION -> Optional.of(BigDecimal.ZERO);
      // A reservation leaves no price of its own on the line: the public one less the discounts.
      case DISCOUNTED_USAGE ->
          line.decimal(publicCost).map(cost -> cost.subtract(discounts.of(line)));
      default -> invoiced(line);
    };
  }
}
