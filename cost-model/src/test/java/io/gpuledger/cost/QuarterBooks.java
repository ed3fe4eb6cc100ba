package io.gpuledger.cost;

import static io.gpuledger.cost.QuarterInput.AUGUST;
import static io.gpuledger.cost.QuarterInput.MONTHS;
import static io.gpuledger.cost.QuarterInput.at;

import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.chargeback.Statement;
import io.gpuledger.cost.close.AccrualItem;
import io.gpuledger.cost.close.AccrualRun;
import io.gpuledger.cost.close.BookPeriod;
import io.gpuledger.cost.close.CorrectionLine;
import io.gpuledger.cost.close.Corrections;
import io.gpuledger.cost.close.DifferenceJournal;
import io.gpuledger.cost.close.FigureKey;
import io.gpuledger.cost.close.FigureSet;
import io.gpuledger.cost.close.FiscalCalendar;
import io.gpuledger.cost.close.GlAccount;
import io.gpuledger.cost.close.JournalEntry;
import io.gpuledger.cost.close.PeriodClose;
import io.gpuledger.cost.close.PrepaidAccounts;
import io.gpuledger.cost.close.PrepaidJournal;
import io.gpuledger.cost.commitment.PrepaidPosition;
import io.gpuledger.cost.currency.BookRates;
import io.gpuledger.cost.currency.Conversion;
import io.gpuledger.cost.currency.CurrencyPair;
import io.gpuledger.cost.currency.ExchangeRate;
import io.gpuledger.cost.currency.ExchangeRateBook;
import io.gpuledger.cost.currency.Payment;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.currency.RealisedDifference;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What finance makes of the quarter: close, journal, corrections, exchange. */
final class QuarterBooks {
  static final FiscalCalendar CALENDAR = new FiscalCalendar.Months(Month.JANUARY, ZoneOffset.UTC);
  static final Instant SIGNED_AT = at("2026-09-10");
  static final List<PrepaidPosition> POSITIONS =
      List.of(
          PrepaidPosition.of(QuarterInput.block()),
          PrepaidPosition.of(QuarterInput.credits(), QuarterInput.creditUse()));

  /** What the invoices ask for, as somebody read it off them. */
  static final Map<String, String> INVOICE_TOTALS =
      Map.of(
          "A-07", "2772",
          "A-08", "2724",
          "A-09", "2772",
          "C-07", "5904",
          "C-08", "1488",
          "C-09", "1440",
          "G-07", "1860",
          "G-08", "1008",
          "G-09", "960");

  private static final CurrencyPair EURO = new CurrencyPair("EUR", "USD");
  private static final GlAccount COST = account("6100 cost");
  private static final GlAccount ACCRUED = account("2400 accrued");
  private static final GlAccount PAYABLE = account("2100 payable");
  private static final PrepaidAccounts PREPAID =
      new PrepaidAccounts(
          account("1300 prepaid"), COST, account("1400 receivable"), account("6900 loss"));
  private static final GlAccount EXCHANGE = account("6880 exchange");

  private QuarterBooks() {}

  static BookPeriod period(YearMonth month) {
    return CALENDAR.period(month.getYear(), month.getMonthValue());
  }

  /** An invoice in EUR with its payments. */
  record EuroInvoice(String id, String issuedOn, String amount, List<Payment> payments) {
    Conversion.Converted booked() {
      Conversion booked = rates().convert(euro(amount), "USD", RatePurpose.INVOICE, at(issuedOn));
      if (booked instanceof Conversion.Converted done) {
        return done;
      }
      throw new AssertionError("no rate for " + id);
    }

    List<RealisedDifference> differences() {
      return RealisedDifference.of(booked(), payments);
    }
  }

  static List<EuroInvoice> euroInvoices() {
    return List.of(
        new EuroInvoice(
            "G-07", "2026-08-03", "1860", List.of(payment("2026-08-20", "1860", "2064.60"))),
        new EuroInvoice(
            "G-08",
            "2026-09-03",
            "1008",
            List.of(payment("2026-09-18", "960", "1142.40"), payment("2026-10-25", "48", "57.84"))),
        new EuroInvoice(
            "G-09",
            "2026-10-03",
            "960",
            List.of(payment("2026-10-15", "600", "696"), payment("2026-10-20", "360", "410.40"))));
  }

  static ExchangeRateBook rates() {
    return rates("1.12");
  }

  private static ExchangeRateBook rates(String averageOfAugust) {
    return ExchangeRateBook.of(
        List.of(
            rate(RatePurpose.MONTHLY_AVERAGE, "2026-07-01", "1.08"),
            rate(RatePurpose.MONTHLY_AVERAGE, "2026-08-01", averageOfAugust),
            rate(RatePurpose.MONTHLY_AVERAGE, "2026-09-01", "1.18"),
            rate(RatePurpose.INVOICE, "2026-08-01", "1.10"),
            rate(RatePurpose.INVOICE, "2026-09-01", "1.20"),
            rate(RatePurpose.INVOICE, "2026-10-01", "1.15")),
        List.of());
  }

  /** August's rates as they were locked with its close, whatever is mended later. */
  static BookRates lockedRates(PeriodClose closed) {
    TimeRange august = period(AUGUST).range();
    return BookRates.of(rates())
        .lock(august, closed.closeId(), SIGNED_AT)
        .withCurrent(rates("1.13"));
  }

  static PeriodClose close(YearMonth month) {
    return PeriodClose.open(period(month), List.of())
        .submit("ana", at("2026-09-09"))
        .signOff("ben", SIGNED_AT, SIGNED_AT);
  }

  /** Accruals of August as of 5 September, when two of its charges are not billed yet. */
  static AccrualRun accruals(QuarterLedger known) {
    Amount aws =
        known
            .sum(
                line -> line.month().equals(AUGUST) && line.bill().invoice().issuer().equals("AWS"))
            .effective();
    Amount fee =
        known.bills().stream()
            .filter(bill -> bill.invoice().month().equals(AUGUST))
            .filter(bill -> bill.nature() == QuarterBill.Nature.FEE)
            .map(bill -> bill.costs().billed())
            .reduce(Amount.ZERO, Amount::plus);
    Amount node =
        known
            .sum(line -> line.month().equals(AUGUST) && line.bill().name().equals("node g1"))
            .effective();
    return AccrualRun.of(
        period(AUGUST),
        period(YearMonth.of(2026, 9)),
        List.of(
            new AccrualItem("AWS", COST, ACCRUED, "USD", Optional.of(aws), Amount.of(2_400)),
            new AccrualItem("CoreWeave fee", COST, ACCRUED, "USD", Optional.of(fee), Amount.ZERO),
            new AccrualItem("Google", COST, ACCRUED, "EUR", Optional.of(node), Amount.of(960))));
  }

  static List<JournalEntry> prepaidEntries() {
    List<JournalEntry> entries = new ArrayList<>();
    for (PrepaidPosition position : POSITIONS) {
      for (YearMonth month : MONTHS) {
        PrepaidJournal.of(position, period(month), PREPAID).ifPresent(entries::add);
      }
    }
    return entries;
  }

  /** What August's restatement makes the open September bear. */
  static List<CorrectionLine> corrections(QuarterLedger signed, QuarterLedger restated) {
    return Corrections.of(
        figures(signed, SIGNED_AT),
        figures(restated, at("2026-09-20")),
        List.of(),
        new Corrections.Booking(
            period(AUGUST), period(QuarterInput.SEPTEMBER), LocalDate.of(2026, 9, 20)));
  }

  /** What August's statement charges each team, by currency. */
  static FigureSet figures(QuarterLedger ledger, Instant asOf) {
    Statement statement = ledger.statement(AUGUST, Costs::effective);
    Map<FigureKey, Amount> figures = new HashMap<>();
    statement
        .byParty()
        .forEach(
            (currency, parties) ->
                parties.forEach(
                    (party, amount) -> {
                      if (!amount.isZero()) {
                        figures.put(FigureKey.of(Map.of("team", party.team()), currency), amount);
                      }
                    }));
    return FigureSet.of(asOf, figures);
  }

  static JournalEntry entry(CorrectionLine line) {
    return DifferenceJournal.of(line, COST, PAYABLE);
  }

  static JournalEntry entry(EuroInvoice invoice, RealisedDifference difference) {
    BookPeriod period = CALENDAR.periodAt(difference.payment().at());
    return DifferenceJournal.of(
            difference,
            invoice.id() + " paid " + difference.payment().at(),
            new DifferenceJournal.Booking(period, EXCHANGE, PAYABLE))
        .orElseThrow();
  }

  static Money euro(String amount) {
    return new Money("EUR", Amount.parse(amount));
  }

  private static Payment payment(String day, String settled, String paid) {
    return new Payment(at(day), euro(settled), new Money("USD", Amount.parse(paid)));
  }

  private static ExchangeRate rate(RatePurpose purpose, String from, String perUnit) {
    Instant end = at(LocalDate.parse(from).plusMonths(1).toString());
    return new ExchangeRate(
        EURO, purpose, Amount.parse(perUnit), new TimeRange(at(from), end), "example");
  }

  private static GlAccount account(String number) {
    return new GlAccount(number, "", "US01");
  }
}
