package io.gpuledger.ingest.neocloud;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
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
  /** How many accounts and periods a set with invoices may have. */
  private static final int MOST = 10_000;

  private final List<RateCard.Invoice> invoices;
  private final Map<Period, Sum> sums = new HashMap<>();
  private final Map<Period, RateCard.Invoice> known = new HashMap<>();
  private boolean settled;
  private boolean tooMany;

  /** A billing period of an account. */
  record Period(String account, Instant start, Instant end) {}

  /** What has the rates' prices, from when to when, and the record that was first. */
  private record Sum(BigDecimal priced, TimeRange usage, long first) {
    private Sum plus(Sum next) {
      return new Sum(priced.add(next.priced), span(usage, next.usage), first);
    }

    private static TimeRange span(TimeRange one, TimeRange other) {
      return new TimeRange(
          one.start().isBefore(other.start()) ? one.start() : other.start(),
          one.end().isAfter(other.end()) ? one.end() : other.end());
    }
  }

  /**
   * An invoice, and what it asks for beyond tax and priced usage.
   *
   * @param gap in words, where the usage does not reach from end to end of the period; else empty
   */
  record Difference(RateCard.Invoice invoice, BigDecimal amount, String gap) {}

  InvoiceDifferences(List<RateCard.Invoice> invoices) {
    this.invoices = invoices;
  }

  /** Learns of usage that could be loaded. */
  void add(Period period, BigDecimal priced, TimeRange usage, long record) {
    if (sums.size() < MOST || sums.containsKey(period)) {
      sums.merge(period, new Sum(priced, usage, record), Sum::plus);
    } else {
      tooMany = true;
    }
  }

  /**
   * Brings usage and invoices together.
   *
   * @return why the set cannot be loaded, by position of the file
   */
  Map<Integer, Problem> settle(String file) {
    settled = true;
    if (tooMany) {
      return refused(
          file, "there is usage of more than " + MOST + " accounts and periods; import fewer");
    }
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
    return Optional.of(new Difference(invoice, amount, gap(period, sum.usage())));
  }

  /** A set that lacks part of the month would have it booked as the invoice's difference. */
  private static String gap(Period period, TimeRange usage) {
    return usage.start().isAfter(period.start()) || usage.end().isBefore(period.end())
        ? "the set has usage from "
            + usage.start()
            + " to "
            + usage.end()
            + " alone, and the invoice is of "
            + period.start()
            + " to "
            + period.end()
            + "; what is missing stands in the adjustment: import all of the month together"
        : "";
  }
}
