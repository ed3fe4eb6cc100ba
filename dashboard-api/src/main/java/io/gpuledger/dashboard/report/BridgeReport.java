package io.gpuledger.dashboard.report;

import io.gpuledger.cost.close.InvoiceDifferences;
import io.gpuledger.cost.invoice.Bridge;
import io.gpuledger.cost.invoice.BridgeLine;
import io.gpuledger.cost.invoice.PeriodTie;
import io.gpuledger.cost.invoice.TieOut;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.document.Column;
import io.gpuledger.dashboard.document.ReportDocument;
import io.gpuledger.dashboard.document.ReportDocument.Facts;
import io.gpuledger.dashboard.document.ReportDocument.Place;
import io.gpuledger.dashboard.document.ReportDocument.Row;
import io.gpuledger.dashboard.document.ReportDocument.Section;
import io.gpuledger.dashboard.document.ReportDocument.Table;
import io.gpuledger.dashboard.query.BridgeFigures;
import io.gpuledger.dashboard.query.ConvertedFigures;
import io.gpuledger.dashboard.query.Exchange;
import io.gpuledger.dashboard.query.InvoiceFigures;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The bridge of a month with its invoices, as a document. Amounts are exact. */
public final class BridgeReport {
  private BridgeReport() {}

  /**
   * The report: the bridges, whether the month ties, then the invoices and what is on no invoice
   * yet. An unknown amount is an empty cell.
   */
  public static ReportDocument of(
      YearMonth period,
      BridgeFigures bridges,
      InvoiceFigures invoices,
      Map<String, Object> snapshot,
      Optional<Exchange> exchange) {
    List<List<String>> facts = new ArrayList<>();
    facts.add(
        List.of("period", period.toString(), "amortised by the usage of the month, in UTC days"));
    facts.add(List.of("as_of", String.valueOf(snapshot.get("asOf"))));
    if (bridges.waitingDeliveries() > 0) {
      facts.add(
          List.of(
              "note",
              bridges.waitingDeliveries()
                  + " deliveries that came or went are still being allocated"));
    }
    List<Section> sections =
        new ArrayList<>(
            List.of(bridges(bridges), months(bridges), invoices(invoices), Facts.of(facts)));
    exchange.ifPresent(into -> sections.addAll(converted(period, bridges, invoices, into)));
    return new ReportDocument(
        "bridge",
        "Bridge from invoiced to amortised",
        period.toString(),
        String.valueOf(snapshot.get("asOf")),
        sections);
  }

  private static List<Section> converted(
      YearMonth period, BridgeFigures bridges, InvoiceFigures invoices, Exchange exchange) {
    InvoiceDifferences differences = exchange.differences(invoices);
    List<Row> lines = new ArrayList<>();
    ConvertedFigures.bridge(bridges, period, exchange, differences)
        .ifPresent(
            of ->
                of.lines()
                    .forEach(
                        (line, amount) ->
                            lines.add(
                                Row.of(
                                    List.of(
                                        "converted",
                                        exchange.currency(),
                                        line.code(),
                                        text(amount))))));
    List<Row> realised = new ArrayList<>();
    for (InvoiceDifferences.Entry entry : differences.entries()) {
      realised.add(
          Row.of(
              List.of(
                  "realised",
                  entry.invoice().issuer(),
                  entry.invoice().invoiceId(),
                  entry.realised().booked().amount().toString(),
                  entry.realised().payment().paid().amount().toString(),
                  entry.realised().difference().amount().toString())));
    }
    List<List<String>> notes = new ArrayList<>();
    differences
        .unknown()
        .forEach(each -> notes.add(List.of("note", each.invoice() + ": " + each.reason())));
    notes.addAll(exchange.texts());
    return List.of(
        Table.listing(
            "Converted",
            List.of(
                Column.mark("converted"),
                Column.text("currency", "Currency"),
                Column.text("line", "Line"),
                Column.money("amount", "Amount")),
            lines),
        Table.listing(
                "Realised differences, " + exchange.currency(),
                List.of(
                    Column.mark("realised"),
                    Column.text("issuer", "Issuer"),
                    Column.text("invoice_id", "Invoice"),
                    Column.money("booked", "Booked"),
                    Column.money("paid", "Paid"),
                    Column.money("difference", "Difference")),
                realised)
            .at(Place.JOINED),
        new Facts(notes, Place.JOINED));
  }

  private static Table bridges(BridgeFigures bridges) {
    List<Row> rows = new ArrayList<>();
    for (Bridge bridge : bridges.bridges()) {
      rows.add(
          line(bridge, BridgeLine.PAYABLE, Optional.of(bridge.payable()), bridge.payableCharges()));
      for (Bridge.Step step : bridge.steps()) {
        rows.add(line(bridge, step.line(), step.amount(), step.charges()));
      }
      rows.add(
          line(bridge, BridgeLine.UNEXPLAINED, bridge.unexplained(), bridge.unexplainedCharges()));
      rows.add(
          Row.total(
              List.of(
                  "bridge",
                  bridge.currency(),
                  BridgeLine.EFFECTIVE.code(),
                  text(bridge.effective()),
                  "")));
    }
    return Table.of(
        "Bridge",
        List.of(
            Column.mark("bridge"),
            Column.text("currency", "Currency"),
            Column.text("line", "Line"),
            Column.money("amount", "Amount"),
            Column.count("charges", "Charges")),
        rows);
  }

  private static Table months(BridgeFigures bridges) {
    List<Row> rows = new ArrayList<>();
    // A currency may have an invoice and no charge; a month with neither is not tied either.
    TreeSet<String> currencies = new TreeSet<>(bridges.ties().keySet());
    bridges.bridges().forEach(bridge -> currencies.add(bridge.currency()));
    for (String currency : currencies.isEmpty() ? Set.of("") : currencies) {
      PeriodTie tie = bridges.tie(currency);
      rows.add(Row.of(List.of("month", currency, tie.status().words(), tie.reason().orElse(""))));
    }
    return Table.listing(
        "Whether the month ties",
        List.of(
            Column.mark("month"),
            Column.text("currency", "Currency"),
            Column.text("status", "Status"),
            Column.text("reason", "Reason")),
        rows);
  }

  private static Table invoices(InvoiceFigures invoices) {
    List<Row> rows = new ArrayList<>();
    for (TieOut tie : invoices.tieOuts()) {
      rows.add(
          Row.of(
              List.of(
                  "invoice",
                  tie.key().issuer(),
                  tie.key().invoiceId(),
                  tie.key().currency(),
                  tie.refused().isPresent()
                      ? tie.status().words() + ", no line of it could be read"
                      : tie.status().words(),
                  text(tie.ledger().map(ledger -> ledger.billed())),
                  text(tie.total().map(total -> total.payable())),
                  text(tie.total().map(total -> total.tax())),
                  text(tie.difference()))));
    }
    for (InvoiceFigures.NotYetInvoiced each : invoices.notYetInvoiced()) {
      rows.add(
          Row.of(
              List.of(
                  "invoice",
                  each.issuer(),
                  "",
                  each.currency(),
                  "not yet invoiced",
                  each.billed().toString(),
                  "",
                  "",
                  "")));
    }
    return Table.listing(
        "Invoices",
        List.of(
            Column.mark("invoice"),
            Column.text("issuer", "Issuer"),
            Column.text("invoice_id", "Invoice"),
            Column.text("currency", "Currency"),
            Column.text("status", "Status"),
            Column.money("billed_cost", "Invoiced by the charges"),
            Column.money("payable", "Payable"),
            Column.money("tax", "Tax"),
            Column.money("difference", "Difference")),
        rows);
  }

  private static Row line(Bridge bridge, BridgeLine line, Optional<Amount> amount, long charges) {
    return Row.of(
        List.of("bridge", bridge.currency(), line.code(), text(amount), Long.toString(charges)));
  }

  private static String text(Optional<Amount> amount) {
    return amount.map(Amount::toString).orElse("");
  }
}
