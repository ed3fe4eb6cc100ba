package io.gpuledger.dashboard.report;

import io.gpuledger.cost.close.InvoiceDifferences;
import io.gpuledger.cost.invoice.Bridge;
import io.gpuledger.cost.invoice.BridgeLine;
import io.gpuledger.cost.invoice.PeriodTie;
import io.gpuledger.cost.invoice.TieOut;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.query.BridgeFigures;
import io.gpuledger.dashboard.query.ConvertedFigures;
import io.gpuledger.dashboard.query.Exchange;
import io.gpuledger.dashboard.query.InvoiceFigures;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bridge of a month with its invoices, for a spreadsheet. Amounts are exact. */
public final class BridgeReport {
  private BridgeReport() {}

  /**
   * The report as CSV: the bridges, then the invoices, then what is on no invoice yet. An unknown
   * amount is an empty cell.
   */
  public static byte[] toCsv(
      YearMonth period,
      BridgeFigures bridges,
      InvoiceFigures invoices,
      Map<String, Object> snapshot) {
    return toCsv(period, bridges, invoices, snapshot, Optional.empty());
  }

  /** The same, and one bridge of all that convert. */
  public static byte[] toCsv(
      YearMonth period,
      BridgeFigures bridges,
      InvoiceFigures invoices,
      Map<String, Object> snapshot,
      Optional<Exchange> exchange) {
    CsvText csv = new CsvText();
    csv.texts(List.of("bridge", "currency", "line", "amount", "charges"));
    for (Bridge bridge : bridges.bridges()) {
      line(csv, bridge, BridgeLine.PAYABLE, Optional.of(bridge.payable()), bridge.payableCharges());
      for (Bridge.Step step : bridge.steps()) {
        line(csv, bridge, step.line(), step.amount(), step.charges());
      }
      line(csv, bridge, BridgeLine.UNEXPLAINED, bridge.unexplained(), bridge.unexplainedCharges());
      csv.record(
          List.of("bridge", bridge.currency(), BridgeLine.EFFECTIVE.code()),
          List.of(text(bridge.effective()), ""));
    }
    csv.texts(List.of());
    csv.texts(List.of("month", "currency", "status", "reason"));
    for (Bridge bridge : bridges.bridges()) {
      PeriodTie tie = bridges.tie(bridge.currency());
      csv.texts(List.of("month", bridge.currency(), tie.status().words(), tie.reason().orElse("")));
    }
    csv.texts(List.of());
    csv.texts(
        List.of(
            "invoice",
            "issuer",
            "invoice_id",
            "currency",
            "status",
            "billed_cost",
            "payable",
            "tax",
            "difference"));
    for (TieOut tie : invoices.tieOuts()) {
      csv.record(
          List.of(
              "invoice",
              tie.key().issuer(),
              tie.key().invoiceId(),
              tie.key().currency(),
              tie.status().words()),
          List.of(
              text(tie.ledger().map(ledger -> ledger.billed())),
              text(tie.total().map(total -> total.payable())),
              text(tie.total().map(total -> total.tax())),
              text(tie.difference())));
    }
    for (InvoiceFigures.NotYetInvoiced each : invoices.notYetInvoiced()) {
      csv.record(
          List.of("invoice", each.issuer(), "", each.currency(), "not yet invoiced"),
          List.of(each.billed().toString(), "", "", ""));
    }
    csv.texts(List.of());
    csv.texts(
        List.of("period", period.toString(), "amortised by the usage of the month, in UTC days"));
    csv.texts(List.of("as_of", String.valueOf(snapshot.get("asOf"))));
    if (bridges.waitingDeliveries() > 0) {
      csv.texts(
          List.of(
              "note",
              bridges.waitingDeliveries()
                  + " deliveries that came or went are still being allocated"));
    }
    exchange.ifPresent(into -> converted(csv, period, bridges, invoices, into));
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void converted(
      CsvText csv,
      YearMonth period,
      BridgeFigures bridges,
      InvoiceFigures invoices,
      Exchange exchange) {
    InvoiceDifferences differences = exchange.differences(invoices);
    csv.texts(List.of());
    csv.texts(List.of("converted", "currency", "line", "amount"));
    ConvertedFigures.bridge(bridges, period, exchange, differences)
        .ifPresent(
            of ->
                of.lines()
                    .forEach(
                        (line, amount) ->
                            csv.record(
                                List.of("converted", exchange.currency(), line.code()),
                                List.of(text(amount)))));
    csv.texts(List.of("realised", "issuer", "invoice_id", "booked", "paid", "difference"));
    for (InvoiceDifferences.Entry entry : differences.entries()) {
      csv.record(
          List.of("realised", entry.invoice().issuer(), entry.invoice().invoiceId()),
          List.of(
              entry.realised().booked().amount().toString(),
              entry.realised().payment().paid().amount().toString(),
              entry.realised().difference().amount().toString()));
    }
    differences
        .unknown()
        .forEach(each -> csv.texts(List.of("note", each.invoice() + ": " + each.reason())));
    exchange.texts().forEach(csv::texts);
  }

  private static void line(
      CsvText csv, Bridge bridge, BridgeLine line, Optional<Amount> amount, long charges) {
    csv.record(
        List.of("bridge", bridge.currency(), line.code()),
        List.of(text(amount), Long.toString(charges)));
  }

  private static String text(Optional<Amount> amount) {
    return amount.map(Amount::toString).orElse("");
  }
}
