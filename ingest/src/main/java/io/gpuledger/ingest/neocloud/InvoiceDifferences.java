package io.gpuledger.ingest.neocloud;

import io.gpuledger.cost.problem.Location;
import io.gpuledger.cost.problem.Problem;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

  /** More than zones and the hour of the day at which a bill begins can move an end of a month. */
  private static final Duration PIECE = Duration.ofDays(2);

  private final List<RateCard.Invoice> invoices;
  private final Map<Period, Sum> sums = new HashMap<>();
  private final Map<Period, RateCard.Invoice> known = new HashMap<>();
  private boolean settled;
  private boolean tooMany;

  /** A billing period of an account. */
  record Period(String account, Instant start, Instant end) {
    private boolean contains(Instant at) {
      return !at.isBefore(start) && at.isBefore(end);
    }
  }

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

  /** An invoice, and what it asks for beyond tax and priced usage. */
  record Difference(RateCard.Invoice invoice, BigDecimal amount) {}

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
    if (tooMany && !invoices.isEmpty()) {
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
        && period.contains(invoice.day());
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

  /** What the first record of a period has to tell of it, in words; of other records nothing. */
  List<String> toldBy(Period period, long record) {
    Sum sum = sums.get(period);
    if (!settled || sum == null || sum.first() != record) {
      return List.of();
    }
    List<String> told = new ArrayList<>(gap(period, sum.usage()));
    for (RateCard.Invoice invoice : invoices) {
      if (period.contains(invoice.day())
          && sums.keySet().stream().noneMatch(other -> isOf(invoice, other))) {
        told.add(
            "invoice "
                + invoice.id()
                + " is of account "
                + invoice.account()
                + ", of which the set has no usage, so nothing of it is billed; the usage of its"
                + " period is of account "
                + period.account());
      }
    }
    return told;
  }

  /**
   * Why the usage of a period is not to be loaded: a file by months in UTC ends with some hours of
   * the next billing period, which would replace all that is known of that one. Empty where the
   * usage is no such piece, and until all files were read.
   */
  Optional<String> piece(Period period) {
    Sum sum = sums.get(period);
    return settled && sum != null && isPiece(period, sum.usage())
        ? Optional.of(
            "the set has usage of this billing period from "
                + sum.usage().start()
                + " to "
                + sum.usage().end()
                + " alone, beside the period next to it, and these hours would replace the whole"
                + " period; export by billing period and import each by itself, or the files of"
                + " both periods together")
        : Optional.empty();
  }

  private boolean isPiece(Period period, TimeRange usage) {
    boolean first = usage.end().isBefore(period.start().plus(PIECE));
    boolean last = usage.start().isAfter(period.end().minus(PIECE));
    return (first && hasBeside(period, true)) || (last && hasBeside(period, false));
  }

  /** Whether there is usage of the period before, or after, that is more than a piece. */
  private boolean hasBeside(Period period, boolean before) {
    return sums.entrySet().stream()
        .filter(entry -> entry.getKey().account().equals(period.account()))
        .filter(
            entry ->
                before
                    ? entry.getKey().end().equals(period.start())
                    : entry.getKey().start().equals(period.end()))
        .map(entry -> entry.getValue().usage())
        .anyMatch(usage -> usage.start().plus(PIECE).isBefore(usage.end()));
  }

  /** A set that lacks part of the month would have it booked as the invoice's difference. */
  private static List<String> gap(Period period, TimeRange usage) {
    boolean missing = usage.start().isAfter(period.start()) || usage.end().isBefore(period.end());
    return missing
        ? List.of(
            "the set has usage from "
                + usage.start()
                + " to "
                + usage.end()
                + " alone, and the billing period of account "
                + period.account()
                + " is of "
                + period.start()
                + " to "
                + period.end()
                + "; the set replaces all of it, and with an invoice what is missing stands in"
                + " the adjustment: import all of the period together")
        : List.of();
  }
}
