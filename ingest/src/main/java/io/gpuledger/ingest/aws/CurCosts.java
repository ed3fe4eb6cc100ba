package io.gpuledger.ingest.aws;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.ingest.bill.NativeColumns;
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
  private final int planRecurring;
  private final int netPlanRecurring;
  private final int planUpfront;
  private final int netPlanUpfront;
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
    planRecurring = columns.of("savings_plan_recurring_commitment_for_billing_period");
    netPlanRecurring = columns.of("savings_plan_net_recurring_commitment_for_billing_period");
    planUpfront = columns.of("savings_plan_amortized_upfront_commitment_for_billing_period");
    netPlanUpfront = columns.of("savings_plan_net_amortized_upfront_commitment_for_billing_period");
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

  /** Whether the line has a cost after private pricing. */
  boolean hasNet(NativeRecord line) {
    return line.has(netUnblended);
  }

  /** Whether the report has costs after private pricing in a column of their own. */
  boolean tellsNet() {
    return netUnblended != NativeColumns.NONE;
  }

  /** BilledCost: a line that a commitment bears, and its negation, cost nothing on an invoice. */
  static Optional<BigDecimal> billed(Optional<BigDecimal> invoiced, CurLineType type) {
    return type.covered() || type == CurLineType.SAVINGS_PLAN_NEGATION
        ? Optional.of(BigDecimal.ZERO)
        : invoiced;
  }

  /**
   * EffectiveCost; of a fee without its unused part, see {@link #unused}. Empty where the report
   * lacks what the rule of the type needs: another amount would be wrong, not less exact.
   */
  Optional<BigDecimal> effective(
      NativeRecord line, CurLineType type, Optional<BigDecimal> invoiced) {
    return switch (type) {
      case SAVINGS_PLAN_COVERED_USAGE -> cost(line, netPlanEffective, planEffective);
      case DISCOUNTED_USAGE -> cost(line, netReservationEffective, reservationEffective);
      case SAVINGS_PLAN_NEGATION, SAVINGS_PLAN_UPFRONT_FEE -> Optional.of(BigDecimal.ZERO);
      case SAVINGS_PLAN_RECURRING_FEE, RI_FEE -> unused(line, type).map(unused -> BigDecimal.ZERO);
      case FEE -> feeNow(line, invoiced);
      case USAGE, TAX, CREDIT, REFUND, DISCOUNT, OTHER -> invoiced;
    };
  }

  /** A fee paid at once for a reservation is spread over the lines that the reservation covers. */
  private Optional<BigDecimal> feeNow(NativeRecord line, Optional<BigDecimal> invoiced) {
    if (reservation == NativeColumns.NONE) {
      return Optional.empty();
    }
    return line.has(reservation) ? Optional.of(BigDecimal.ZERO) : invoiced;
  }

  /** The columns that the rule of a type needs, for a message. */
  static String needed(CurLineType type) {
    return switch (type) {
      case SAVINGS_PLAN_COVERED_USAGE ->
          "savings_plan_savings_plan_effective_cost, with private pricing"
              + " savings_plan_net_savings_plan_effective_cost";
      case DISCOUNTED_USAGE ->
          "reservation_effective_cost, with private pricing reservation_net_effective_cost";
      case SAVINGS_PLAN_RECURRING_FEE ->
          "savings_plan_total_commitment_to_date and savings_plan_used_commitment";
      case RI_FEE ->
          "reservation_unused_amortized_upfront_fee_for_billing_period and"
              + " reservation_unused_recurring_fee, with private pricing their net columns";
      case FEE -> "reservation_reservation_a_r_n";
      case USAGE,
          SAVINGS_PLAN_NEGATION,
          SAVINGS_PLAN_UPFRONT_FEE,
          TAX,
          CREDIT,
          REFUND,
          DISCOUNT,
          OTHER ->
          "line_item_unblended_cost";
    };
  }

  /** What a recurring fee paid for and nobody used; empty where the report does not tell. */
  Optional<BigDecimal> unused(NativeRecord line, CurLineType type) {
    if (type == CurLineType.SAVINGS_PLAN_RECURRING_FEE) {
      return unusedCommitment(line).map(gross -> net(line, gross));
    }
    if (type != CurLineType.RI_FEE) {
      return Optional.empty();
    }
    if (!tells(line, netUnusedUpfront, unusedUpfront)
        || !tells(line, netUnusedRecurring, unusedRecurring)) {
      return Optional.empty();
    }
    int upfront = line.first(netUnusedUpfront, unusedUpfront);
    int recurring = line.first(netUnusedRecurring, unusedRecurring);
    return line.has(upfront) || line.has(recurring)
        ? Optional.of(line.decimalOrZero(upfront).add(line.decimalOrZero(recurring)))
        : Optional.empty();
  }

  /** What a plan committed to and nobody used, before private pricing as the commitment is. */
  Optional<BigDecimal> unusedCommitment(NativeRecord line) {
    Optional<BigDecimal> used = line.decimal(planUsed);
    return line.decimal(planCommitment).flatMap(all -> used.map(all::subtract));
  }

  /**
   * The unused part of a plan after private pricing. The report has it before that alone, so it
   * bears the part of itself that the plan's commitment does, else the part that its fee does.
   */
  private BigDecimal net(NativeRecord line, BigDecimal gross) {
    BigDecimal before = line.decimalOrZero(planRecurring).add(line.decimalOrZero(planUpfront));
    boolean told = line.has(netPlanRecurring) || line.has(netPlanUpfront);
    BigDecimal after = line.decimalOrZero(netPlanRecurring).add(line.decimalOrZero(netPlanUpfront));
    if (!told || before.signum() == 0) {
      told = line.has(netUnblended);
      before = line.decimalOrZero(unblended);
      after = line.decimalOrZero(netUnblended);
    }
    return !told || before.signum() == 0 || before.compareTo(after) == 0
        ? gross
        : gross.multiply(after).divide(before, Amount.SCALE, Rounding.SPLIT.mode());
  }

  private Optional<BigDecimal> cost(NativeRecord line, int net, int gross) {
    return tells(line, net, gross) ? line.decimal(line.first(net, gross)) : Optional.empty();
  }

  /** Whether the report has the cost that the line needs: after private pricing where it has it. */
  private boolean tells(NativeRecord line, int net, int gross) {
    return net != NativeColumns.NONE || (gross != NativeColumns.NONE && !line.has(netUnblended));
  }

  /** ListCost: the public price of usage; of the rest what is asked for before discounts. */
  Optional<BigDecimal> list(NativeRecord line, CurLineType type) {
    if (type == CurLineType.SAVINGS_PLAN_NEGATION || type == CurLineType.DISCOUNT) {
      return Optional.of(BigDecimal.ZERO);
    }
    return line.decimal(type.usage() ? publicCost : unblended);
  }

  /** ContractedCost: the price after private discounts and before commitments. */
  Optional<BigDecimal> contracted(
      NativeRecord line, CurLineType type, Optional<BigDecimal> invoiced) {
    return switch (type) {
      case SAVINGS_PLAN_NEGATION -> Optional.of(BigDecimal.ZERO);
      // A reservation leaves no price of its own on the line: the public one less the discounts.
      case DISCOUNTED_USAGE ->
          line.decimal(publicCost).map(cost -> cost.subtract(discounts.of(line)));
      default -> invoiced;
    };
  }
}
