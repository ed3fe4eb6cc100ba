package io.gpuledger.cost;

import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.commitment.Commitment;
import io.gpuledger.cost.commitment.CommitmentKey;
import io.gpuledger.cost.commitment.CommitmentKind;
import io.gpuledger.cost.commitment.CommitmentShare;
import io.gpuledger.cost.commitment.CommitmentUse;
import io.gpuledger.cost.commitment.Draw;
import io.gpuledger.cost.commitment.HourlyTerms;
import io.gpuledger.cost.commitment.IntervalUse;
import io.gpuledger.cost.commitment.Parties;
import io.gpuledger.cost.commitment.PrepaidTerms;
import io.gpuledger.cost.commitment.PrepaidUse;
import io.gpuledger.cost.commitment.Upfront;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.owned.Asset;
import io.gpuledger.cost.owned.CostKind;
import io.gpuledger.cost.owned.DepreciationMethod;
import io.gpuledger.cost.owned.EnergyReading;
import io.gpuledger.cost.owned.OwnedCharge;
import io.gpuledger.cost.owned.OwnedEstate;
import io.gpuledger.cost.owned.PowerTerms;
import io.gpuledger.cost.owned.PoweredMachine;
import io.gpuledger.cost.owned.RecurringCost;
import io.gpuledger.cost.owned.Tariff;
import io.gpuledger.cost.owned.TypedPrice;
import io.gpuledger.cost.spread.MonthlyFee;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the quarter of docs/rules/quarter.md begins with: bills, commitments and own hardware. */
final class QuarterInput {
  static final YearMonth JULY = YearMonth.of(2026, 7);
  static final YearMonth AUGUST = YearMonth.of(2026, 8);
  static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);
  static final List<YearMonth> MONTHS = List.of(JULY, AUGUST, SEPTEMBER);
  static final TimeRange QUARTER = range("2026-07-01", "2026-10-01");

  private final boolean restated;
  private final List<QuarterBill> bills = new ArrayList<>();

  private QuarterInput(boolean restated) {
    this.restated = restated;
  }

  /**
   * All charges of the quarter.
   *
   * @param restated whether Google's August is the one that came after the close
   */
  static List<QuarterBill> bills(boolean restated) {
    QuarterInput input = new QuarterInput(restated);
    MONTHS.forEach(input::aws);
    MONTHS.forEach(input::google);
    MONTHS.forEach(input::coreWeave);
    MONTHS.forEach(input::own);
    return List.copyOf(input.bills);
  }

  private void aws(YearMonth month) {
    QuarterBill.Invoice invoice = invoice("AWS", "A", "USD", month);
    TimeRange whole = month(month);
    add(
        invoice,
        QuarterBill.Nature.USAGE,
        "node a1",
        "a1",
        firstTenDays(month),
        costs("2400", "2400", "2400", "2880"));
    if (month.equals(AUGUST)) {
      add(
          invoice,
          QuarterBill.Nature.REFUND,
          "refund for a1",
          "a1",
          range("2026-07-05", "2026-07-06"),
          all("-48"));
    }
    add(invoice, QuarterBill.Nature.SUPPORT, "support", "", whole, all("120"));
    add(invoice, QuarterBill.Nature.TAX, "tax", "", whole, all("252"));
  }

  private void google(YearMonth month) {
    QuarterBill.Invoice invoice = invoice("Google", "G", "EUR", month);
    TimeRange whole = month(month);
    boolean dearer = restated && month.equals(AUGUST);
    String price = dearer ? "1008" : "960";
    add(
        invoice,
        QuarterBill.Nature.USAGE,
        "node g1",
        "g1",
        firstTenDays(month),
        costs(price, price, price, "1200"));
    if (month.equals(JULY)) {
      add(
          invoice,
          QuarterBill.Nature.UPFRONT,
          "1000 credits",
          "",
          QUARTER,
          costs("900", "0", "900", "900"));
    }
    PrepaidUse use = creditUse();
    PrepaidUse.Drawn drawn = use.drawn().get(MONTHS.indexOf(month));
    add(
        invoice,
        QuarterBill.Nature.TOKENS,
        "tokens by credits",
        "",
        whole,
        new Costs(Amount.ZERO, drawn.cost(), drawn.quantity(), drawn.cost()));
    if (month.equals(SEPTEMBER)) {
      add(
          invoice,
          QuarterBill.Nature.UNUSED,
          "expired credits",
          "",
          range("2026-09-30", "2026-10-01"),
          new Costs(Amount.ZERO, use.leftCost(), Amount.ZERO, Amount.ZERO));
    }
  }

  private void coreWeave(YearMonth month) {
    QuarterBill.Invoice invoice = invoice("CoreWeave", "C", "USD", month);
    TimeRange whole = month(month);
    if (month.equals(JULY)) {
      add(
          invoice,
          QuarterBill.Nature.UPFRONT,
          "block, upfront",
          "",
          QUARTER,
          costs("4416", "0", "4416", "4416"));
    }
    String fee = month.equals(SEPTEMBER) ? "1440" : "1488";
    add(invoice, QuarterBill.Nature.FEE, "block, hourly fee", "", whole, costs(fee, "0", fee, fee));
    Money cost = block().costWithin(whole);
    for (CommitmentShare share : blockUse(month).shareOut(cost, block().parties())) {
      Amount effective = share.cost().amount();
      if (!share.used()) {
        add(
            invoice,
            QuarterBill.Nature.UNUSED,
            "block, unused",
            "",
            new TimeRange(runsUntil(month), whole.end()),
            new Costs(Amount.ZERO, effective, Amount.ZERO, Amount.ZERO));
        continue;
      }
      String machine = share.party().equals("vision") ? "cw1" : "cw2";
      Instant end = machine.equals("cw1") ? whole.end() : runsUntil(month);
      TimeRange ran = new TimeRange(whole.start(), end);
      add(
          invoice,
          QuarterBill.Nature.COVERED,
          "node " + machine,
          machine,
          ran,
          new Costs(Amount.ZERO, effective, hours(ran, "3"), hours(ran, "2.5")));
    }
  }

  private void own(YearMonth month) {
    QuarterBill.Invoice invoice = new QuarterBill.Invoice("own", "-", "USD", month);
    for (OwnedCharge charge : estate().chargesOf(month(month))) {
      Amount amount = charge.amount().amount();
      add(
          invoice,
          charge.kind() == CostKind.DEPRECIATION
              ? QuarterBill.Nature.USAGE
              : QuarterBill.Nature.OWN_RUNNING,
          charge.description(),
          "o1",
          charge.period(),
          new Costs(amount, amount, amount, amount));
    }
  }

  private void add(
      QuarterBill.Invoice invoice,
      QuarterBill.Nature nature,
      String name,
      String machine,
      TimeRange period,
      Costs costs) {
    bills.add(new QuarterBill(bills.size(), invoice, nature, name, machine, period, costs));
  }

  /** Two GPUs for the quarter: 4,416 upfront and 2.00 an hour. */
  static Commitment block() {
    HourlyTerms terms =
        new HourlyTerms(
            List.of(new HourlyTerms.Phase(QUARTER, Amount.of(2), Amount.of(2))),
            Optional.of(Upfront.paid(Amount.of(4_416), QUARTER.start())));
    return new Commitment(
        new CommitmentKey("cw-block", "cw-contract", "CoreWeave"),
        CommitmentKind.RESERVED_BLOCK,
        "USD",
        QUARTER,
        new Parties("platform", "platform"),
        terms,
        Optional.empty());
  }

  /** Vision runs cw1 always; speech runs cw2, in August only for 21 days. */
  static CommitmentUse blockUse(YearMonth month) {
    List<IntervalUse> hours = new ArrayList<>();
    TimeRange whole = month(month);
    for (Instant hour = whole.start(); hour.isBefore(whole.end()); ) {
      Instant next = hour.plus(Duration.ofHours(1));
      List<Draw> draws = new ArrayList<>(List.of(Draw.ofHours("vision", Amount.of(1))));
      if (hour.isBefore(runsUntil(month))) {
        draws.add(Draw.ofHours("speech", Amount.of(1)));
      }
      hours.add(new IntervalUse(new TimeRange(hour, next), draws));
      hour = next;
    }
    return CommitmentUse.of(block(), whole, hours);
  }

  private static Instant runsUntil(YearMonth month) {
    return month.equals(AUGUST) ? at("2026-08-22") : month(month).end();
  }

  /** A thousand credits for 900 EUR. */
  static Commitment credits() {
    return new Commitment(
        new CommitmentKey("g-credits", "g-contract", "Google"),
        CommitmentKind.PREPAID,
        "EUR",
        QUARTER,
        new Parties("speech", "platform"),
        new PrepaidTerms(Amount.of(1_000), "Credits", Amount.of(900), QUARTER.start()),
        Optional.empty());
  }

  static PrepaidUse creditUse() {
    return PrepaidUse.of(
        credits(),
        List.of(
            new PrepaidUse.Withdrawal(at("2026-07-15"), "speech", Amount.of(300)),
            new PrepaidUse.Withdrawal(at("2026-08-15"), "speech", Amount.of(400)),
            new PrepaidUse.Withdrawal(at("2026-09-15"), "speech", Amount.of(200))));
  }

  private static OwnedEstate estate() {
    Asset node =
        new Asset(
            "o1",
            "NVIDIA L40S",
            4,
            new Money("USD", Amount.of(36_480)),
            new Money("USD", Amount.of(3_000)),
            LocalDate.of(2026, 7, 1),
            36,
            new DepreciationMethod.StraightLine(),
            Optional.empty());
    List<EnergyReading> readings = new ArrayList<>();
    for (YearMonth month : MONTHS) {
      // 2 kW throughout: 2 x 3.6 x 10^12 microjoules an hour.
      BigInteger hours = BigInteger.valueOf(month(month).length().toHours());
      readings.add(
          new EnergyReading(month(month), hours.multiply(BigInteger.valueOf(7_200_000_000_000L))));
    }
    PowerTerms terms =
        new PowerTerms(
            Amount.parse("1.25"),
            Amount.of(1),
            Tariff.flat(TypedPrice.read("0.10 USD/kWh", TypedPrice.PerKwh.class)));
    return new OwnedEstate(
        ZoneOffset.UTC,
        List.of(node),
        List.of(
            recurring(CostKind.COLOCATION, "rack", "186 USD/month"),
            recurring(CostKind.STAFF, "operations", "0.50 USD/hour")),
        List.of(),
        List.of(new PoweredMachine("o1", QUARTER, 3_000, readings, terms)));
  }

  private static RecurringCost recurring(CostKind kind, String description, String price) {
    return new RecurringCost(
        "o1", kind, description, Amount.of(1), TypedPrice.read(price), QUARTER);
  }

  static TimeRange month(YearMonth month) {
    return MonthlyFee.ofMonth(month, ZoneOffset.UTC);
  }

  static Instant at(String date) {
    return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static TimeRange firstTenDays(YearMonth month) {
    Instant start = month(month).start();
    return new TimeRange(start, start.plus(Duration.ofDays(10)));
  }

  private static TimeRange range(String from, String to) {
    return new TimeRange(at(from), at(to));
  }

  private static QuarterBill.Invoice invoice(
      String issuer, String letter, String currency, YearMonth month) {
    String id = letter + "-0" + month.getMonthValue();
    return new QuarterBill.Invoice(issuer, id, currency, month);
  }

  /** Hours of a range at a price of one. */
  private static Amount hours(TimeRange range, String price) {
    return Amount.of(
        Amount.parse(price).toBigDecimal().multiply(BigDecimal.valueOf(range.length().toHours())));
  }

  private static Costs all(String amount) {
    return costs(amount, amount, amount, amount);
  }

  /** In the order of the page: billed, effective, contracted, list. */
  private static Costs costs(String billed, String effective, String contracted, String list) {
    return new Costs(
        Amount.parse(billed),
        Amount.parse(effective),
        Amount.parse(list),
        Amount.parse(contracted));
  }
}
