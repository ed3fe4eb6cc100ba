package io.gpuledger.dashboard.watch;

import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.config.AlertKind;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Invoices that do not tie to the ledger. It is over when they do. */
final class InvoiceMismatchWatch implements Watch {
  @Override
  public AlertKind kind() {
    return AlertKind.INVOICE_MISMATCH;
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(15);
  }

  @Override
  public Look look(Seen seen) {
    Map<String, WatchFacts.Invoice> wrong = new TreeMap<>();
    for (YearMonth month : InvoiceArrivedWatch.months(seen.now())) {
      for (WatchFacts.Invoice invoice : seen.known().invoices(month)) {
        if (!invoice.mismatch().isEmpty()) {
          wrong.put(invoice.name(), invoice);
        }
      }
    }
    Set<String> fresh = seen.fresh(wrong.keySet());
    List<WatchFacts.Invoice> told =
        wrong.values().stream().filter(invoice -> fresh.contains(invoice.name())).toList();
    return new Look(
        wrong.keySet(),
        told.isEmpty() ? List.of() : List.of(notice(told, seen.now())),
        "every invoice of it ties, or is of an earlier month by now");
  }

  private static Notice notice(List<WatchFacts.Invoice> invoices, Instant now) {
    List<String> names = invoices.stream().map(WatchFacts.Invoice::name).toList();
    return new Words.Draft(AlertKind.INVOICE_MISMATCH, now)
        .about("invoices", names)
        .says(
            names.size() == 1
                ? "Invoice " + names.get(0) + " does not tie"
                : names.size() + " invoices do not tie",
            "What the issuer asks for is not the billed cost that the ledger holds of it.")
        .costs(
            Notice.Cost.not("an invoice is not counted by the hour; the difference stands below"))
        .canWait("Yes, until the invoice is due or the month is closed.")
        .findings(invoices.stream().map(InvoiceArrivedWatch::line).toList())
        .toDo(
            Notice.ToDo.nothing(
                "Open the invoice on the screen Invoices: its difference is taken apart there."))
        .owner("finance", List.of())
        .notice();
  }
}
