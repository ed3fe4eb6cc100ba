package io.gpuledger.dashboard.config;

import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.owned.CostKind;
import io.gpuledger.cost.owned.RealInvoice;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code invoices:} of own hardware: what suppliers really asked for. */
final class OwnedInvoices {
  private static final String INSTANT = "a date such as 2026-10-01 or a UTC instant";

  private final List<RealInvoice> above = new ArrayList<>();
  private final Set<List<String>> ids = new HashSet<>();

  private OwnedInvoices() {}

  static List<RealInvoice> read(YamlMapping owned) {
    OwnedInvoices invoices = new OwnedInvoices();
    return owned.mappings("invoices", invoices::invoice).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<RealInvoice> invoice(YamlMapping item) {
    String id = item.requiredText("id");
    String issuer = item.requiredText("issuer");
    CostKind kind = OwnedSection.kind(item);
    Money amount =
        item.required(
            "amount",
            Money.zero("USD"),
            "an amount with its currency such as 701.50 USD",
            Scalars::money);
    Instant from = item.required("from", Instant.EPOCH, INSTANT, Scalars::instant);
    Instant to =
        item.required("to", Instant.parse("2200-01-01T00:00:00Z"), INSTANT, Scalars::instant);
    if (!from.isBefore(to)) {
      item.fault("to", "must be later than \"from\"");
    } else if (item.has("from") && item.has("to") && !month(from).equals(lastMonth(to))) {
      item.fault(
          "to", "reaches into another calendar month of UTC: give each month an entry of its own");
    }
    if (!id.isEmpty() && !ids.add(List.of(issuer, id, kind.name()))) {
      item.fault("id", "\"" + id + "\" of " + issuer + " is taken by an entry above");
    }
    Optional<RealInvoice> made =
        item.made(() -> new RealInvoice(issuer, id, kind, new TimeRange(from, to), amount));
    made.ifPresent(invoice -> add(item, invoice));
    return made;
  }

  /** A second invoice would take the first for an error of it. */
  private void add(YamlMapping item, RealInvoice invoice) {
    if (above.stream()
        .anyMatch(
            other -> other.kind() == invoice.kind() && other.period().overlaps(invoice.period()))) {
      item.fault(
          "kind",
          "an invoice of "
              + Scalars.word(invoice.kind())
              + " above is for the same time: give one entry with the sum of both");
    }
    above.add(invoice);
  }

  private static YearMonth month(Instant at) {
    return YearMonth.from(at.atZone(ZoneOffset.UTC));
  }

  private static YearMonth lastMonth(Instant end) {
    return month(end.minusNanos(1));
  }
}
