package io.gpuledger.dashboard.watch;

import io.gpuledger.dashboard.alert.Notice;
import io.gpuledger.dashboard.config.AlertKind;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Invoices whose total has come and ties: each is told once, those of a month together. */
final class InvoiceArrivedWatch implements Watch {
  @Override
  public AlertKind kind() {
    return AlertKind.INVOICE_ARRIVED;
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(15);
  }

  /** This month and the two before: later invoices are no news. */
  static List<YearMonth> months(Instant now) {
    YearMonth month = YearMonth.from(now.atZone(ZoneOffset.UTC));
    return List.of(month.minusMonths(2), month.minusMonths(1), month);
  }

  @Override
  public Look look(Seen seen) {
    List<WatchFacts.Invoice> arrived = new ArrayList<>();
    for (YearMonth month : months(seen.now())) {
      seen.known().invoices(month).stream()
          .filter(invoice -> invoice.arrived() && invoice.mismatch().isEmpty())
          .forEach(arrived::add);
    }
    Set<String> holding =
        Set.copyOf(arrived.stream().map(WatchFacts.Invoice::name).distinct().toList());
    Set<String> fresh = seen.fresh(holding);
    List<WatchFacts.Invoice> told =
        arrived.stream().filter(invoice -> fresh.contains(invoice.name())).toList();
    return new Look(
        holding,
        told.isEmpty() ? List.of() : List.of(notice(told, seen.now())),
        "it is of an earlier month by now");
  }

  private static Notice notice(List<WatchFacts.Invoice> invoices, Instant now) {
    List<String> names = invoices.stream().map(WatchFacts.Invoice::name).toList();
    return new Words.Draft(AlertKind.INVOICE_ARRIVED, now)
        .about("invoices", names)
        .says(
            names.size() == 1
                ? "Invoice " + names.get(0) + " arrived and ties"
                : names.size() + " invoices arrived and tie",
            "What the issuer asks for equals the billed cost that the ledger holds of it, to the"
                + " last digit.")
        .costs(Notice.Cost.not("an invoice is not counted by the hour"))
        .canWait("Yes: nothing is wrong.")
        .findings(invoices.stream().map(InvoiceArrivedWatch::line).toList())
        .toDo(Notice.ToDo.nothing("It can be approved on the screen Invoices."))
        .owner("finance", List.of())
        .notice();
  }

  static String line(WatchFacts.Invoice invoice) {
    return invoice.issuer()
        + " "
        + invoice.id()
        + " of "
        + invoice.month()
        + ": payable "
        + invoice
            .payable()
            .map(amount -> Words.money(invoice.currency(), amount))
            .orElse("not known")
        + invoice
            .difference()
            .filter(difference -> !difference.isZero())
            .map(difference -> ", differs by " + Words.money(invoice.currency(), difference))
            .orElse("")
        + (invoice.mismatch().isEmpty() ? "" : ": " + invoice.mismatch());
  }
}
