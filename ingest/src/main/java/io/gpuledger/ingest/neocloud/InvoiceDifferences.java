package io.gpuledger.ingest.neocloud;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the usage of a set comes to by account and billing period, and how far the invoices are from
 * it. The first record of a period that could be loaded carries the difference.
 */
final class InvoiceDifferences {
  private final List<RateCard.Invoice> invoices;
  private final Map<Period, Sum> sums = new HashMap<>();
  private final Map<Period, RateCard.Invoice> known = new HashMap<>();
  private boolean settled;

  /** A billing period of an account. */
  record Period(String account, Instant start, Instant end) {}

  /** What has the rates' prices, and the record that was first. */
  private record Sum(BigDecimal priced, long first) {}

  /** An invoice, and what it asks for beyond tax and priced usage. */
  record Difference(RateCard.Invoice invoice, BigDecimal amount) {}

  InvoiceDifferences(List<RateCard.Invoice> invoices) {
    this.invoices = invoices;
  }

  /** Learns of usage that could be loaded. */
  void add(Period period, BigDecimal priced, long record) {
    sums.merge(
        period,
        new Sum(priced, record),
        (before, next) -> new Sum(before.priced().add(next.priced()), before.first()));
  }

  /**
   * Brings usage and invoices together.
   *
   * @return why the set cannot be loaded, by position of the file
   */
  Map<Integer, Problem> settle(String file) {
    settled = true;
    for (RateCard.Invoice invoice : invoices) {
      List<Period> found = sums.keySet().stream().filter(period -> isOf(invoice, period)).toList();
      if (found.size() > 1) {
        return refused(
            file,
            "invoice "
                + invoice.id()
                + " names no account, and there is usage of several accounts in its period; say"
                + " whose it is");
      }
      if (!found.isEmpty() && known.put(found.get(0), invoice) != null) {
        return refused(
            file,
            "invoice "
                + invoice.id()
                + " is not the only one of its account and billing period; declare their sum");
      }
    }
    return Map.of();
  }

  private static Map<Integer, Problem> refused(String file, String message) {
    return Map.of(
        0, new Problem(ProblemCode.NOT_ALLOWED_VALUE, new Location(file, 1, 0), "", message, ""));
  }

  private static boolean isOf(RateCard.Invoice invoice, Period period) {
    return (invoice.account().isBlank() || invoice.account().equals(period.account()))
        && !invoice.day().isBefore(period.start())
        && invoice.day().isBefore(period.end());
  }

  /** The invoice of a period; empty until all files were read, and where none is known. */
  Optional<RateCard.Invoice> invoice(Period period) {
    return Optional.ofNullable(known.get(period));
  }

  /** The difference that a record carries; empty for all records of a period but one. */
  Optional<Difference> carriedBy(Period period, long record) {
    RateCard.Invoice invoice = known.get(period);
    Sum sum = sums.get(period);
    if (!settled || invoice == null || sum == null || sum.first() != record) {
      return Optional.empty();
    }
    BigDecimal amount =
        invoice
            .payable()
            .amount()
            .toBigDecimal()
            .subtract(invoice.tax().amount().toBigDecimal())
            .subtract(sum.priced());
    return Optional.of(new Difference(invoice, amount));
  }
}
