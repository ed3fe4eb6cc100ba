package io.gpuledger.dashboard.watch;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** What watches ask of the ledger. */
public interface WatchFacts {
  /** The newest snapshot. */
  AsKnown now();

  /** Answers of one snapshot. */
  interface AsKnown {
    /** Configured sources and those that ever delivered. */
    List<Source> sources();

    /** Observed part of the device-time of the last 24 h; empty where there is none. */
    Optional<BigDecimal> telemetryCoverage();

    /** Models and SKUs in use without a price. */
    List<Unpriced> unpriced();

    /** The newest delivery of each scope, with the one before. */
    List<Refused> refused();

    /** Invoices of a month. */
    List<Invoice> invoices(YearMonth month);

    /** Commitments of a month. */
    List<Commitment> commitments(YearMonth month);
  }

  /**
   * A source.
   *
   * @param kind {@code bills} or {@code telemetry}
   * @param broken whether it is stale, or fails as a whole; one that never delivered is not
   * @param lastAt when something last came
   * @param error what fails, or empty
   * @param targetsDown targets that do not answer
   * @param targets all of them
   */
  record Source(
      String name,
      String kind,
      boolean broken,
      Optional<Instant> lastAt,
      String error,
      int targetsDown,
      int targets) {
    boolean isTelemetry() {
      return kind.equals("telemetry");
    }
  }

  /** Something without a price, and how much of it there is, in words. */
  record Unpriced(String name, String words) {}

  /**
   * Refused rows of the newest delivery of a scope.
   *
   * @param before refused rows of the delivery before; empty where there was none
   * @param readBefore rows read then
   * @param first the first reason, with its place, or empty
   */
  record Refused(
      String deliveryId,
      String source,
      String scope,
      long rejected,
      long read,
      Optional<Long> before,
      long readBefore,
      String first,
      Instant at) {}

  /**
   * An invoice.
   *
   * @param arrived whether its total was loaded independently
   * @param mismatch why it does not tie, in words; empty where it ties or nothing is there to tie
   */
  record Invoice(
      String issuer,
      String id,
      String currency,
      YearMonth month,
      boolean arrived,
      Optional<Amount> payable,
      Optional<Amount> difference,
      String mismatch) {
    String name() {
      return issuer + " " + id + " " + currency;
    }
  }

  /**
   * A commitment.
   *
   * @param end of its term, where it is known
   * @param owner who bears what is unused, or empty
   * @param utilisation from 0 to 1, where use is known
   * @param unused in the month, where it is known
   * @param perHour what it costs in an hour, where its cost of the month is known
   * @param shortfall what a promised spend is projected to fall short by at the end of its period
   * @param periodEnd end of that period
   */
  record Commitment(
      String provider,
      String id,
      String currency,
      Optional<Instant> end,
      String owner,
      Optional<BigDecimal> utilisation,
      Optional<Amount> unused,
      Optional<Money> perHour,
      Optional<Amount> shortfall,
      Optional<Instant> periodEnd) {
    String name() {
      return provider + " " + id + " " + currency;
    }
  }
}
