package io.gpuledger.cost;

import io.gpuledger.cost.allocation.AllocationLine;
import io.gpuledger.cost.allocation.Allocator;
import io.gpuledger.cost.allocation.Costs;
import io.gpuledger.cost.allocation.DayShare;
import io.gpuledger.cost.allocation.OwnershipRule;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.chargeback.BorneCost;
import io.gpuledger.cost.chargeback.ChargeRule;
import io.gpuledger.cost.chargeback.ChargebackPolicy;
import io.gpuledger.cost.chargeback.CommitmentBenefit;
import io.gpuledger.cost.chargeback.Party;
import io.gpuledger.cost.chargeback.Spread;
import io.gpuledger.cost.chargeback.Statement;
import io.gpuledger.cost.chargeback.StatementMaker;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.invoice.Bridge;
import io.gpuledger.cost.invoice.InvoiceKey;
import io.gpuledger.cost.invoice.LedgerInvoice;
import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** What the real rules make of the quarter's charges. */
final class QuarterLedger {
  private static final OwnershipRules OWNERSHIP =
      OwnershipRules.of(
          List.of(
              rule("namespace", "", "{namespace}"),
              rule("tag", "", "{tag:team}"),
              rule("unused commitments", "state:\"unused_commitment\"", "platform")));

  private static final Party PLATFORM = new Party("platform", "-");

  static final ChargebackPolicy POLICY = policy(CommitmentBenefit.TO_CONSUMER);

  /** The same, with the benefit of the block and the credits with who bought them. */
  static final ChargebackPolicy TO_PURCHASER = policy(CommitmentBenefit.to(PLATFORM));

  private static ChargebackPolicy policy(CommitmentBenefit benefit) {
    return new ChargebackPolicy(
        "third quarter",
        LocalDate.of(2026, 7, 1),
        LocalDate.MAX,
        List.of(
            ChargeRule.spread(
                "unused GPUs",
                Filter.parse("state:\"unallocated\""),
                Spread.within(Spread.By.DIRECT_GPU_COST, List.of(Name.CLUSTER))),
            ChargeRule.charge("not observed", Filter.parse("state:\"unobserved\""), PLATFORM),
            ChargeRule.spread(
                "support and tax",
                Filter.parse("service:\"Support\",\"Tax\""),
                Spread.fixed(
                    Map.of(
                        new Party("vision", "-"), BigDecimal.valueOf(40),
                        new Party("search", "-"), BigDecimal.valueOf(20),
                        new Party("speech", "-"), BigDecimal.valueOf(40))))),
        benefit,
        Optional.empty(),
        Set.of());
  }

  /** An allocation line with the charge and day that it is of. */
  record Line(QuarterBill bill, DayShare share, AllocationLine line) {
    YearMonth month() {
      return YearMonth.from(share.day());
    }

    String currency() {
      return bill.invoice().currency();
    }

    String team() {
      return line.ownership().owner().team();
    }
  }

  private final List<QuarterBill> bills;
  private final List<Line> lines;

  private QuarterLedger(List<QuarterBill> bills, List<Line> lines) {
    this.bills = bills;
    this.lines = lines;
  }

  static QuarterLedger of(List<QuarterBill> bills) {
    Allocator allocator = new Allocator(OWNERSHIP);
    List<Line> lines = new ArrayList<>();
    for (QuarterBill bill : bills) {
      for (DayShare share : DayShare.of(bill.charge())) {
        for (AllocationLine line :
            allocator.allocate(share, QuarterTelemetry.of(bill.machine(), share.day()))) {
          lines.add(new Line(bill, share, line));
        }
      }
    }
    return new QuarterLedger(bills, List.copyOf(lines));
  }

  List<QuarterBill> bills() {
    return bills;
  }

  List<Line> lines() {
    return lines;
  }

  Costs sum(Predicate<Line> wanted) {
    return lines.stream()
        .filter(wanted)
        .map(line -> line.line().costs())
        .reduce(Costs.ZERO, Costs::plus);
  }

  /** Effective cost of a month in a currency. */
  Amount effective(YearMonth month, String currency) {
    return sum(line -> line.month().equals(month) && line.currency().equals(currency)).effective();
  }

  /** Effective cost of a month from one issuer. */
  Amount effectiveOf(YearMonth month, String issuer) {
    return sum(line -> line.month().equals(month) && line.bill().invoice().issuer().equals(issuer))
        .effective();
  }

  Bridge bridge(YearMonth month, String currency) {
    List<Bridge.Group> groups = new ArrayList<>();
    for (QuarterBill bill : bills) {
      boolean used = bill.period().overlaps(QuarterInput.month(month));
      boolean billed = bill.invoice().month().equals(month);
      if (bill.invoice().currency().equals(currency) && (used || billed)) {
        Amount here =
            sum(line -> line.bill().equals(bill) && line.month().equals(month)).effective();
        groups.add(new Bridge.Group(bill.facts(month), bill.costs().billed(), here, 1));
      }
    }
    return Bridge.of(currency, groups, new Bridge.EffectiveTotal(effective(month, currency), 0));
  }

  /** Billed cost by invoice; own charges stand on none and are summed by month. */
  List<LedgerInvoice> invoices() {
    Map<InvoiceKey, LedgerInvoice> sums = new TreeMap<>();
    for (QuarterBill bill : bills) {
      InvoiceKey key = bill.invoice().key();
      sums.merge(
          key,
          new LedgerInvoice(key, bill.costs().billed(), 1, List.of(key.issuer())),
          (left, right) ->
              new LedgerInvoice(
                  key,
                  left.billed().plus(right.billed()),
                  left.charges() + right.charges(),
                  left.sources()));
    }
    return List.copyOf(sums.values());
  }

  /** The chargeback statement of a month, in one of the four costs. */
  Statement statement(YearMonth month, Function<Costs, Amount> metric) {
    return statement(POLICY, month, metric);
  }

  Statement statement(ChargebackPolicy policy, YearMonth month, Function<Costs, Amount> metric) {
    Map<Map<Name, String>, BorneCost> borne = new HashMap<>();
    for (Line line : lines) {
      if (line.month().equals(month)) {
        BorneCost cost =
            new BorneCost(
                keys(line),
                metric.apply(line.line().costs()),
                Optional.of(line.line().costs().contracted()),
                BigInteger.valueOf(line.line().deviceNanos()));
        borne.merge(cost.keys(), cost, QuarterLedger::added);
      }
    }
    return StatementMaker.make(policy, List.copyOf(borne.values()));
  }

  private static BorneCost added(BorneCost left, BorneCost right) {
    return new BorneCost(
        left.keys(),
        left.amount().plus(right.amount()),
        left.withoutCommitment().flatMap(one -> right.withoutCommitment().map(one::plus)),
        left.deviceNanos().add(right.deviceNanos()));
  }

  private static Map<Name, String> keys(Line line) {
    return Map.of(
        Name.TEAM, line.team(),
        Name.COST_CENTER, line.line().ownership().owner().costCenter(),
        Name.CURRENCY, line.currency(),
        Name.STATE, line.line().state().code(),
        Name.CLUSTER, line.line().usageOn().cluster(),
        Name.DEVICE_MODEL, line.line().deviceModel(),
        Name.SERVICE, line.bill().charge().keys().get(Name.SERVICE),
        Name.CHARGE_CATEGORY, line.bill().charge().keys().get(Name.CHARGE_CATEGORY),
        Name.COMMITMENT, line.bill().commitment());
  }

  private static OwnershipRule rule(String name, String match, String team) {
    return new OwnershipRule(name, Filter.parse(match), team, "", "", "", Instant.MIN, Instant.MAX);
  }
}
