package io.gpuledger.dashboard.http;

import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.invoice.BridgeLine;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;

/**
 * What the API asks about invoices. Every answer is of the whole organisation, so these are called
 * for roles that see every team only.
 */
public interface InvoiceQueries {
  /**
   * {@code GET /invoices}.
   *
   * @param period the month whose invoices are meant: those with a charge or a line billed in it
   * @param source only invoices of a source; each is tied out whole all the same
   */
  record InvoicesRequest(YearMonth period, Optional<String> source, Optional<Instant> asOf) {}

  /**
   * {@code GET /bridge}.
   *
   * @param basis whether the effective total is that of the usage of the month or of its bills
   * @param currency in which one bridge of all that convert is told as well
   */
  record BridgeRequest(
      YearMonth period,
      LedgerQueries.PeriodBasis basis,
      Optional<String> source,
      Optional<String> account,
      Optional<Instant> asOf,
      Optional<String> currency,
      Optional<RatePurpose> ratePurpose) {
    /** In the currencies of the charges. */
    public BridgeRequest(
        YearMonth period,
        LedgerQueries.PeriodBasis basis,
        Optional<String> source,
        Optional<String> account,
        Optional<Instant> asOf) {
      this(period, basis, source, account, asOf, Optional.empty(), Optional.empty());
    }
  }

  /**
   * {@code GET /bridge/charges}: the charges behind a line.
   *
   * @param invoice only those of an invoice
   */
  record BridgeChargesRequest(
      BridgeRequest of,
      BridgeLine line,
      Optional<String> currency,
      Optional<String> invoice,
      LedgerQueries.Page page) {}

  Object invoices(InvoicesRequest request);

  Object bridge(BridgeRequest request);

  Object bridgeCharges(BridgeChargesRequest request);
}
