package io.gpuledger.cost.close;

import io.gpuledger.cost.currency.Conversion;
import io.gpuledger.cost.currency.CurrencyConverter;
import io.gpuledger.cost.currency.Payment;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.currency.RealisedDifference;
import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.InvoiceTotal;
import io.gpuledger.cost.invoice.IssueStatus;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the payment of invoices cost beyond their booked amounts because a rate had moved. An
 * invoice is booked at the invoice rate of its issue; the amount in its payment currency is what is
 * paid, on the day it is due, or on that of its issue where none is stated.
 *
 * @param entries of invoices that are billed in another currency than own books are kept in and
 *     state a payment in that of own books
 * @param unknown invoices in another currency that state a payment and whose difference cannot be
 *     told
 */
public record InvoiceDifferences(List<Entry> entries, List<Unknown> unknown) {
  public static final InvoiceDifferences NONE = new InvoiceDifferences(List.of(), List.of());

  /** The difference of one invoice. */
  public record Entry(InvoiceKey invoice, RealisedDifference realised) {}

  /**
   * An invoice whose difference is not known; it is not zero.
   *
   * @param at when it is paid, where that is known
   * @param reason why not, and how to mend it
   */
  public record Unknown(InvoiceKey invoice, Optional<Instant> at, String reason) {}

  public InvoiceDifferences {
    entries = List.copyOf(entries);
    unknown = List.copyOf(unknown);
  }

  /**
   * The differences of invoices.
   *
   * @param book the currency of own books
   */
  public static InvoiceDifferences of(
      Collection<InvoiceTotal> invoices, String book, CurrencyConverter rates) {
    List<Entry> entries = new ArrayList<>();
    List<Unknown> unknown = new ArrayList<>();
    for (InvoiceTotal invoice : invoices) {
      boolean foreign = !invoice.key().currency().equals(book);
      if (foreign && !invoice.payments().isEmpty() && invoice.status() != IssueStatus.VOIDED) {
        Optional<Instant> at = invoice.dueAt().or(invoice::issuedAt);
        Optional<String> reason = whyUnknown(invoice, book);
        if (reason.isPresent()) {
          unknown.add(new Unknown(invoice.key(), at, reason.get()));
          continue;
        }
        Instant issued = invoice.issuedAt().orElseThrow();
        Conversion booked =
            rates.convert(
                new Money(invoice.key().currency(), invoice.payable()),
                book,
                RatePurpose.INVOICE,
                issued);
        if (booked instanceof Conversion.Converted converted) {
          Amount paid = invoice.payments().getOrDefault(book, Optional.empty()).orElseThrow();
          Payment payment =
              new Payment(at.orElse(issued), converted.original(), new Money(book, paid));
          for (RealisedDifference each : RealisedDifference.of(converted, List.of(payment))) {
            entries.add(new Entry(invoice.key(), each));
          }
        } else if (booked instanceof Conversion.Unconverted left) {
          unknown.add(new Unknown(invoice.key(), at, left.reason()));
        }
      }
    }
    return new InvoiceDifferences(entries, unknown);
  }

  private static Optional<String> whyUnknown(InvoiceTotal invoice, String book) {
    Map<String, Optional<Amount>> payments = invoice.payments();
    if (payments.size() > 1 || !payments.containsKey(book)) {
      return Optional.of(
          "it is paid in "
              + String.join(" and ", payments.keySet().stream().sorted().toList())
              + ", own books are kept in "
              + book);
    }
    if (payments.getOrDefault(book, Optional.empty()).isEmpty()) {
      return Optional.of("a line of it names " + book + " and states no amount in it");
    }
    if (invoice.linesRefused()) {
      return Optional.of("lines of it could not be read");
    }
    if (invoice.payable().signum() <= 0) {
      return Optional.of("it asks for no payment");
    }
    if (invoice.issuedAt().isEmpty()) {
      return Optional.of("its issue date is not known; load it as FOCUS Invoice Detail");
    }
    return Optional.empty();
  }

  /** The sum of the differences; above zero is a loss. */
  public Amount total() {
    return entries.stream()
        .map(entry -> entry.realised().difference().amount())
        .reduce(Amount.ZERO, Amount::plus);
  }
}
