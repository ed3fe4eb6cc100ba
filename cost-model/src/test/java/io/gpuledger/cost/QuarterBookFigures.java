package io.gpuledger.cost;

import static io.gpuledger.cost.QuarterInput.AUGUST;
import static io.gpuledger.cost.QuarterInput.MONTHS;
import static io.gpuledger.cost.QuarterInput.at;
import static io.gpuledger.cost.QuarterTelemetry.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.QuarterBooks.EuroInvoice;
import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.chargeback.Statement;
import io.gpuledger.cost.chargeback.StatementLine;
import io.gpuledger.cost.close.AccrualRun;
import io.gpuledger.cost.close.CorrectionLine;
import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.cost.close.JournalLine;
import io.gpuledger.cost.close.PeriodClose;
import io.gpuledger.cost.currency.Conversion;
import io.gpuledger.cost.currency.ConvertedParts;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.currency.RealisedDifference;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tables of the page that chargeback and finance make, computed. */
final class QuarterBookFigures {
  private final QuarterLedger signed;
  private final QuarterLedger ledger;
  private final Map<String, List<List<String>>> tables = new LinkedHashMap<>();

  private QuarterBookFigures(QuarterLedger signed, QuarterLedger ledger) {
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
    QuarterBookFigures figures = new QuarterBookFigures(signed, ledger);
    figures.chargeback();
    figures.books();
    figures.exchange();
    return figures.tables;
  }

  private void chargeback() {
    Statement statement = signed.statement(AUGUST, Costs::effective);
    List<List<String>> rows = new ArrayList<>();
    for (StatementLine line : statement.lines()) {
      // A purchase costs 0 in the effective metric.
      if (!line.amount().isZero()) {
        rows.add(row(line.party().team(), line.currency(), line.component(), line.amount()));
      }
    }
    statement.totals().forEach((currency, total) -> rows.add(row("all", currency, "", total)));
    tables.put("Chargeback statement of August", rows);
    tables.put("The benefit of the block with its purchaser", benefit());
    List<List<String>> corrections = new ArrayList<>();
    for (CorrectionLine line : QuarterBooks.corrections(signed, ledger)) {
      Amount before =
          QuarterBooks.figures(signed, QuarterBooks.SIGNED_AT)
              .figures()
              .getOrDefault(line.key(), Amount.ZERO);
      corrections.add(
          row(
              line.key().groups().get("team"),
              line.key().currency(),
              before,
              before.plus(line.delta()),
              line.delta(),
              line.bookedIn().name()));
    }
    tables.put("Corrections", corrections);
  }

  /** The lines in USD that are others where the purchaser has the benefit. */
  private List<List<String>> benefit() {
    List<List<String>> rows = new ArrayList<>();
    Statement consumer = signed.statement(AUGUST, Costs::effective);
    Statement purchaser = signed.statement(QuarterLedger.TO_PURCHASER, AUGUST, Costs::effective);
    Set<StatementLine> same = new HashSet<>(consumer.lines());
    for (StatementLine line : purchaser.lines()) {
      if (!same.contains(line) && !line.amount().isZero()) {
        rows.add(row(line.party().team(), line.currency(), line.component(), line.amount()));
      }
    }
    purchaser.totals().forEach((currency, total) -> rows.add(row("all", currency, "", total)));
    return rows;
  }

  private void books() {
    List<List<String>> accruals = new ArrayList<>();
    AccrualRun run = QuarterBooks.accruals(signed);
    run.entries().forEach(entry -> accruals.addAll(journal(entry, entry.reference())));
    run.reversals()
        .forEach(
            entry ->
                accruals.addAll(
                    journal(entry, entry.reference().replaceFirst("reversal of .*", "reversed"))));
    tables.put("Accruals of August", accruals);
    List<List<String>> other = new ArrayList<>();
    QuarterBooks.prepaidEntries().forEach(entry -> other.addAll(journal(entry, entry.reference())));
    for (CorrectionLine line : QuarterBooks.corrections(signed, ledger)) {
      String what = "August, " + line.key().groups().get("team");
      other.addAll(journal(QuarterBooks.entry(line), what));
    }
    for (EuroInvoice invoice : QuarterBooks.euroInvoices()) {
      for (RealisedDifference difference : invoice.differences()) {
        other.addAll(journal(QuarterBooks.entry(invoice, difference), invoice.id() + " paid"));
      }
    }
    tables.put("Other entries", other);
  }

  private static List<List<String>> journal(JournalEntry entry, String what) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < entry.lines().size(); i += 2) {
      JournalLine one = entry.lines().get(i);
      JournalLine other = entry.lines().get(i + 1);
      boolean debitFirst = one.side() == JournalLine.Side.DEBIT;
      rows.add(
          row(
              entry.date(),
              what,
              (debitFirst ? one : other).account().account(),
              (debitFirst ? other : one).account().account(),
              one.amount().amount(),
              one.amount().currency()));
    }
    return rows;
  }

  private void exchange() {
    List<List<String>> differences = new ArrayList<>();
    Amount sum = Amount.ZERO;
    for (EuroInvoice invoice : QuarterBooks.euroInvoices()) {
      for (RealisedDifference each : invoice.differences()) {
        differences.add(
            row(
                invoice.id(),
                QuarterFigures.day(each.payment().at()),
                each.payment().settled().amount(),
                each.booked().amount(),
                each.payment().paid().amount(),
                each.difference().amount()));
        sum = sum.plus(each.difference().amount());
      }
    }
    differences.add(row("", "", "", "", "", sum));
    tables.put("Exchange differences", differences);
    PeriodClose closed = QuarterBooks.close(AUGUST);
    List<List<String>> dollars = new ArrayList<>();
    Amount quarter = Amount.ZERO;
    for (YearMonth month : MONTHS) {
      Amount euros = ledger.effective(month, "EUR");
      Conversion.Converted converted = converted(closed, month, euros);
      Amount own = ledger.effective(month, "USD");
      Amount all = own.plus(converted.converted().amount());
      dollars.add(row(month, own, euros, converted.converted().amount(), all));
      quarter = quarter.plus(all);
    }
    dollars.add(row("", "", "", "", quarter));
    tables.put("The quarter in USD", dollars);
    List<Amount> parts = new ArrayList<>();
    List<String> teams = new ArrayList<>();
    QuarterBooks.figures(ledger, at("2026-10-31"))
        .figures()
        .forEach(
            (key, amount) -> {
              if (key.currency().equals("EUR")) {
                teams.add(key.groups().getOrDefault("team", ""));
                parts.add(amount);
              }
            });
    Conversion.Converted whole = converted(closed, AUGUST, ledger.effective(AUGUST, "EUR"));
    List<Amount> convertedParts = ConvertedParts.of(whole, parts);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      rows.add(row(teams.get(i), parts.get(i), convertedParts.get(i)));
    }
    rows.add(row("all", whole.original().amount(), whole.converted().amount()));
    tables.put("Google's August by team in USD", rows);
  }

  private static Conversion.Converted converted(PeriodClose closed, YearMonth month, Amount euros) {
    Conversion conversion =
        QuarterBooks.lockedRates(closed)
            .convert(
                new Money("EUR", euros),
                "USD",
                RatePurpose.MONTHLY_AVERAGE,
                QuarterInput.month(month).start());
    assertThat(conversion).isInstanceOf(Conversion.Converted.class);
    return (Conversion.Converted) conversion;
  }
}
