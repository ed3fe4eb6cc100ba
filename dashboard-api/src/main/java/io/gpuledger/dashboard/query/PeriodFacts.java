package io.gpuledger.dashboard.query;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a period of own books stands on.
 *
 * @param bridge from billed to effective, with how the period stands against its invoices
 * @param delivered by source of bills, the ranges of its deliveries in force that touch the period
 * @param rejected by source, refused rows of these deliveries, where there are any, and of rows
 *     whose period could not be read, those that came in the period or within 31 days after it
 * @param telemetryCoverage observed part of the device-time behind the money, in 0..1; empty where
 *     there is none
 * @param effectiveAbsent allocation lines of the period that come without effective cost
 */
public record PeriodFacts(
    BridgeFigures bridge,
    Map<String, List<TimeRange>> delivered,
    Map<String, Long> rejected,
    Optional<BigDecimal> telemetryCoverage,
    long effectiveAbsent) {
  public PeriodFacts {
    delivered = Map.copyOf(delivered);
    rejected = Map.copyOf(rejected);
  }

  /**
   * A delivery that was published after an instant.
   *
   * @param kind {@code overwrite}, {@code append} or {@code retract}
   */
  public record Redelivery(
      String deliveryId, String source, String account, String kind, Instant recordedAt) {}

  /**
   * What is owed for a period, and what of it stands on invoices already. Prepayments, which are
   * purchases without effective cost, are not in it: they are no expense yet.
   *
   * @param billed of charges from bills and of estimates
   * @param onInvoice the part of it that names an invoice
   */
  public record Owed(
      String source,
      String account,
      String costCenter,
      String currency,
      Amount billed,
      Amount onInvoice) {}

  /**
   * What a period is billed on an invoice, prepayments left out.
   *
   * @param invoice its id, not empty
   */
  public record Invoiced(
      String source,
      String account,
      String costCenter,
      String invoice,
      String currency,
      Amount billed) {}
}
