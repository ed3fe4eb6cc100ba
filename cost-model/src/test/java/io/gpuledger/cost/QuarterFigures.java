package io.gpuledger.cost;

import static io.gpuledger.cost.QuarterInput.MONTHS;
import static io.gpuledger.cost.QuarterInput.at;
import static io.gpuledger.cost.QuarterTelemetry.HOUR;
import static io.gpuledger.cost.QuarterTelemetry.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.QuarterLedger.Line;
import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.close.RollForwardLine;
import io.gpuledger.cost.commitment.PrepaidPosition;
import io.gpuledger.cost.invoice.Bridge;
import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.InvoicePart;
import io.gpuledger.cost.invoice.InvoiceTotal;
import io.gpuledger.cost.invoice.IssueStatus;
import io.gpuledger.cost.invoice.LedgerInvoice;
import io.gpuledger.cost.invoice.TieOut;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.usage.State;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tables of the page from its bills to its prepaid balances, computed. */
final class QuarterFigures {
  private final QuarterLedger signed;
  private final QuarterLedger ledger;
  private final Map<String, List<List<String>>> tables = new LinkedHashMap<>();

  private QuarterFigures(QuarterLedger signed, QuarterLedger ledger) {
    this.signed = signed;
    this.ledger = ledger;
  }

  /**
   * The tables by the heading that each has on the page.
   *
   * @param signed as of August's close
   * @param ledger with Google's August restated
   */
  static Map<String, List<List<String>>> of(QuarterLedger signed, QuarterLedger ledger) {
    QuarterFigures figures = new QuarterFigures(signed, ledger);
    figures.inputs();
    figures.nodeDay();
    figures.invoices();
    figures.effectiveAndBridge();
    figures.prepaid();
    return figures.tables;
  }

  private void inputs() {
    List<List<String>> bills = new ArrayList<>();
    List<List<String>> own = new ArrayList<>();
    for (QuarterBill bill : ledger.bills()) {
      Costs costs = bill.costs();
      if (bill.invoice().issuer().equals("own")) {
        own.add(row(bill.invoice().month(), bill.name(), costs.billed()));
      } else {
        bills.add(
            row(
                bill.invoice().id(),
                bill.name(),
                day(bill.period().start()),
                day(bill.period().end()),
                costs.billed(),
                costs.effective(),
                costs.contracted(),
                costs.list()));
      }
    }
    tables.put("Bills", bills);
    tables.put("Own cluster", own);
    List<List<String>> normal = new ArrayList<>();
    for (QuarterTelemetry.Normal use : QuarterTelemetry.NORMAL_DAY) {
      normal.add(row(use.machine(), use.hours(), use.state().code(), use.holder()));
    }
    tables.put("A normal day", normal);
    List<List<String>> special = new ArrayList<>();
    for (QuarterTelemetry.Special part : QuarterTelemetry.SPECIAL) {
      special.add(
          row(
              part.gpu(),
              part.profile(),
              Fraction.times(
                  Amount.of(part.minutes()),
                  BigInteger.ONE,
                  BigInteger.valueOf(60),
                  Rounding.SPLIT),
              part.state().code(),
              part.holders().isEmpty() ? "-" : String.join(" and ", part.holders())));
    }
    tables.put("5 August on a1", special);
  }

  private void nodeDay() {
    List<Line> day =
        ledger.lines().stream()
            .filter(line -> line.bill().name().equals("node a1"))
            .filter(line -> line.share().day().equals(QuarterTelemetry.SPECIAL_DAY))
            .toList();
    List<List<String>> lines = new ArrayList<>();
    Map<String, Map<State, Amount>> byTeam = new TreeMap<>();
    for (Line line : day) {
      Amount cost = line.line().costs().effective();
      lines.add(
          row(
              line.line().state().code(),
              line.line().holder().key().replace("pod:", ""),
              line.team(),
              hours(line.line().deviceNanos()),
              cost));
      byTeam
          .computeIfAbsent(line.team(), team -> new TreeMap<>())
          .merge(line.line().state(), cost, Amount::plus);
    }
    Amount total =
        day.stream().map(l -> l.line().costs().effective()).reduce(Amount.ZERO, Amount::plus);
    long nanos = day.stream().mapToLong(l -> l.line().deviceNanos()).sum();
    lines.add(row("", "", "", hours(nanos), total));
    tables.put("Allocation lines of the node-day", lines);
    List<List<String>> table = new ArrayList<>();
    byTeam.forEach(
        (team, costs) -> {
          List<String> cells = new ArrayList<>(List.of(team));
          Amount sum = Amount.ZERO;
          for (State state :
              List.of(
                  State.PRODUCTIVE,
                  State.ACTIVE,
                  State.HELD_IDLE,
                  State.UNALLOCATED,
                  State.UNOBSERVED)) {
            Amount cost = costs.getOrDefault(state, Amount.ZERO);
            cells.add(cost.toString());
            sum = sum.plus(cost);
          }
          cells.add(sum.toString());
          table.add(cells);
        });
    tables.put("The node-day by team and state", table);
  }

  private void invoices() {
    // Own charges of all months stand on no invoice.
    List<List<String>> rows = new ArrayList<>();
    for (TieOut tie : ties(ledger, QuarterBooks.INVOICE_TOTALS)) {
      rows.add(
          row(
              tie.key().issuer(),
              tie.key().invoiceId(),
              tie.key().currency(),
              tie.ledger().orElseThrow().billed(),
              tie.total().map(total -> total.payable().toString()).orElse("-"),
              tie.status().words()));
    }
    tables.put("Invoices", rows);
    List<List<String>> restated = new ArrayList<>();
    restated.add(google("signed, 10 September", signed, "960"));
    restated.add(google("bill restated, 20 September", ledger, "960"));
    restated.add(google("new total loaded, 25 September", ledger, "1008"));
    tables.put("G-08 before and after", restated);
  }

  private static List<String> google(String when, QuarterLedger ledger, String total) {
    TieOut tie =
        ties(ledger, Map.of("G-08", total)).stream()
            .filter(each -> each.key().invoiceId().equals("G-08"))
            .findFirst()
            .orElseThrow();
    return row(
        when,
        tie.ledger().orElseThrow().billed(),
        tie.total().orElseThrow().payable(),
        tie.difference().orElseThrow(),
        tie.status().words());
  }

  private static List<TieOut> ties(QuarterLedger ledger, Map<String, String> totals) {
    List<InvoiceTotal> loaded = new ArrayList<>();
    for (LedgerInvoice invoice : ledger.invoices()) {
      InvoiceKey key = invoice.key();
      String total = totals.getOrDefault(key.invoiceId(), "");
      if (!total.isEmpty()) {
        InvoicePart part =
            new InvoicePart(
                key,
                IssueStatus.ISSUED,
                Amount.parse(total),
                Amount.ZERO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1);
        loaded.add(
            InvoiceTotal.of(
                List.of(part),
                false,
                new InvoiceTotal.Provenance("typed", key.issuer(), "load", "ana", "2026-10-05")));
      }
    }
    return TieOut.of(ledger.invoices(), loaded);
  }

  private void effectiveAndBridge() {
    List<List<String>> effective = new ArrayList<>();
    for (String issuer : List.of("AWS", "CoreWeave", "own", "Google")) {
      List<Amount> months =
          MONTHS.stream().map(month -> ledger.effectiveOf(month, issuer)).toList();
      effective.add(withTotal(issuer, issuer.equals("Google") ? "EUR" : "USD", months));
    }
    effective.add(
        3,
        withTotal(
            "sum", "USD", MONTHS.stream().map(month -> ledger.effective(month, "USD")).toList()));
    tables.put("Effective cost by month", effective);
    List<List<String>> bridges = new ArrayList<>();
    for (String currency : List.of("USD", "EUR")) {
      for (YearMonth month : MONTHS) {
        Bridge bridge = ledger.bridge(month, currency);
        List<String> cells = new ArrayList<>(row(month, currency, bridge.payable()));
        bridge.steps().forEach(step -> cells.add(step.amount().orElseThrow().toString()));
        cells.add(bridge.unexplained().orElseThrow().toString());
        cells.add(bridge.effective().orElseThrow().toString());
        bridges.add(cells);
        assertThat(bridge.unexplainedCharges()).isZero();
      }
    }
    tables.put("Bridge", bridges);
    List<List<String>> four = new ArrayList<>();
    for (String currency : List.of("USD", "EUR")) {
      Costs sum = ledger.sum(line -> line.currency().equals(currency));
      four.add(row(currency, sum.billed(), sum.effective(), sum.contracted(), sum.list()));
    }
    tables.put("The four costs of the quarter", four);
  }

  private static List<String> withTotal(String name, String currency, List<Amount> months) {
    List<String> cells = new ArrayList<>(List.of(name, currency));
    months.forEach(month -> cells.add(month.toString()));
    cells.add(months.stream().reduce(Amount.ZERO, Amount::plus).toString());
    return cells;
  }

  private void prepaid() {
    List<List<String>> rows = new ArrayList<>();
    for (PrepaidPosition position : QuarterBooks.POSITIONS) {
      for (YearMonth month : MONTHS) {
        RollForwardLine line = RollForwardLine.of(position, QuarterBooks.period(month));
        rows.add(
            row(
                line.commitmentId(),
                month,
                line.currency(),
                line.opening(),
                line.purchases(),
                line.amortisation(),
                line.adjustments(),
                line.closing()));
      }
      assertThat(position.balance(at("2026-10-01"))).isEqualTo(Amount.ZERO);
    }
    tables.put("Prepaid roll-forward", rows);
    List<List<String>> use = new ArrayList<>();
    for (YearMonth month : MONTHS) {
      Money cost = QuarterInput.block().costWithin(QuarterInput.month(month));
      QuarterInput.blockUse(month)
          .shareOut(cost, QuarterInput.block().parties())
          .forEach(
              share ->
                  use.add(
                      row(
                          month,
                          share.party(),
                          share.used() ? "used" : "unused",
                          hours(share.measure().divide(BigInteger.TEN.pow(18)).longValueExact()),
                          share.cost().amount())));
    }
    tables.put("The block, used and unused", use);
  }

  static Amount hours(long nanos) {
    return Fraction.times(
        Amount.of(1), BigInteger.valueOf(nanos), BigInteger.valueOf(HOUR), Rounding.SPLIT);
  }

  static LocalDate day(Instant at) {
    return at.atZone(ZoneOffset.UTC).toLocalDate();
  }
}
