package io.gpuledger.cost.commitment;

import io.gpuledger.cost.commitment.CommitmentStatement.Origin;
import io.gpuledger.cost.commitment.CommitmentStatement.Purchased;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.money.Ratio;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a month's statement of a commitment follows from its bills, or else from its contract. */
final class StatementRules {
  private StatementRules() {}

  /** Bills divide the cost: the statement repeats them, to the last digit. */
  static CommitmentStatement ofBill(BilledCommitment billed) {
    return ofBill(billed, Optional.empty(), Optional.empty());
  }

  private static CommitmentStatement ofBill(
      BilledCommitment billed, Optional<Parties> parties, Optional<Ratio> breakEvenByContract) {
    Amount used = billed.usedCost();
    Amount unused = billed.unusedCost();
    List<String> notes = new ArrayList<>();
    if (billed.withoutEffective() > 0) {
      notes.add(
          billed.withoutEffective()
              + " charges carry no effective cost; the amounts hold nothing for them.");
    }
    List<CommitmentShare> shares = new ArrayList<>();
    shares(billed, billed.used(), true, shares);
    shares(billed, billed.unused(), false, shares);
    return new CommitmentStatement(
        billed.currency(),
        Origin.BILL,
        Optional.of(new Purchased(billed.upfront(), billed.recurring())),
        Optional.of(used.plus(unused).plus(billed.other())),
        Optional.of(used),
        Optional.of(unused),
        billed.other(),
        parties.isPresent() && unused.signum() != 0 ? owned(shares, parties.get(), billed) : shares,
        Ratio.of(used, used.plus(unused)),
        billed
            .usedContracted()
            .flatMap(covered -> billed.eligibleContracted().flatMap(all -> Ratio.of(covered, all))),
        breakEvenByContract.or(
            () -> billed.usedContracted().flatMap(without -> BreakEven.utilisation(used, without))),
        Optional.empty(),
        notes);
  }

  private static void shares(
      BilledCommitment billed,
      Map<String, Amount> byOwner,
      boolean used,
      List<CommitmentShare> shares) {
    byOwner.forEach(
        (owner, cost) ->
            shares.add(new CommitmentShare(owner, used, BigInteger.ZERO, billed.money(cost))));
  }

  /** The contract names who bears the unused part, whatever a tag on its charge says. */
  private static List<CommitmentShare> owned(
      List<CommitmentShare> shares, Parties parties, BilledCommitment billed) {
    List<CommitmentShare> owned =
        new ArrayList<>(shares.stream().filter(CommitmentShare::used).toList());
    owned.add(
        new CommitmentShare(
            parties.unusedOwner(), false, BigInteger.ZERO, billed.money(billed.unusedCost())));
    return owned;
  }

  static CommitmentStatement of(CommitmentEntry entry, CommitmentFacts facts) {
    CommitmentTerms terms = entry.commitment().terms();
    if (terms instanceof SpendTerms spend) {
      return ofSpend(entry, spend, facts);
    }
    Optional<BilledCommitment> dividing = facts.billed().filter(BilledCommitment::dividesUse);
    if (dividing.isPresent()) {
      return MinimumRules.ofBill(
          ofBill(
              dividing.get(),
              Optional.of(entry.commitment().parties()),
              breakEven(entry, facts.month())),
          entry.commitment(),
          facts);
    }
    if (terms instanceof HourlyTerms) {
      return ofHours(entry, facts);
    }
    if (terms instanceof PrepaidTerms prepaid) {
      return ofStock(entry, prepaid, facts);
    }
    if (terms instanceof TakeOrPayTerms minimum) {
      return MinimumRules.of(entry.commitment(), minimum, facts);
    }
    throw new IllegalStateException("unknown terms " + terms);
  }

  /** The part of the month that is told; empty before the month begins. */
  private static Optional<TimeRange> elapsed(CommitmentFacts facts) {
    return facts.asOf().isAfter(facts.month().start())
        ? Optional.of(new TimeRange(facts.month().start(), facts.asOf()))
        : Optional.empty();
  }

  private static boolean runs(CommitmentFacts facts) {
    return facts.asOf().isBefore(facts.month().end());
  }

  private static CommitmentStatement ofHours(CommitmentEntry entry, CommitmentFacts facts) {
    Commitment commitment = entry.commitment();
    HourlyTerms terms = commitment.termsAs(HourlyTerms.class);
    Optional<TimeRange> elapsed = elapsed(facts);
    Money cost =
        new Money(
            commitment.currency(),
            elapsed.map(range -> commitment.costWithin(range).amount()).orElse(Amount.ZERO));
    Optional<CommitmentUse> use =
        elapsed.flatMap(
            range ->
                facts
                    .intervals()
                    .map(
                        intervals ->
                            CommitmentUse.ofSeen(commitment, range, within(range, intervals))));
    Optional<CommitmentUse> known = use.filter(of -> of.committed().signum() > 0);
    List<CommitmentShare> shares =
        known.map(of -> of.shareOut(cost, commitment.parties())).orElse(List.of());
    Amount unobserved = known.map(of -> of.unobservedCost(cost)).orElse(Amount.ZERO);
    boolean told =
        known.isPresent() && known.get().unobserved().compareTo(known.get().committed()) < 0;
    Amount fees =
        elapsed
            .map(range -> terms.fees().endingAt(commitment.end()).within(range))
            .orElse(Amount.ZERO);
    Amount upfront =
        terms
            .upfront()
            .filter(paid -> elapsed.filter(range -> range.contains(paid.paidAt())).isPresent())
            .map(Upfront::newlyPaid)
            .orElse(Amount.ZERO);
    List<String> notes = new ArrayList<>();
    notes.add("No bill divides this commitment; its cost is computed from the contract.");
    if (runs(facts)) {
      notes.add("The month still runs: cost and use are those up to " + day(facts.asOf()) + ".");
    }
    if (facts.intervals().isEmpty()) {
      notes.add("What was used is not known: name its devices in the configuration.");
    }
    if (unobserved.signum() != 0) {
      notes.add(
          unobserved
              + " "
              + commitment.currency()
              + " fall in hours that telemetry did not see wholly; they are neither used nor"
              + " unused.");
    }
    return new CommitmentStatement(
        commitment.currency(),
        Origin.CONTRACT,
        Optional.of(purchased(facts, upfront, fees)),
        Optional.of(cost.amount()),
        told ? Optional.of(sum(shares, true)) : Optional.empty(),
        told ? Optional.of(sum(shares, false)) : Optional.empty(),
        Amount.ZERO,
        shares,
        use.flatMap(CommitmentUse::utilisation),
        use.flatMap(CommitmentUse::coverage),
        breakEven(entry, facts.month()),
        Optional.empty(),
        notes,
        unobserved,
        Optional.empty());
  }

  private static List<IntervalUse> within(TimeRange range, List<IntervalUse> intervals) {
    return intervals.stream().filter(use -> !use.interval().end().isAfter(range.end())).toList();
  }

  /** The day that a figure ends before, such as {@code 2026-10-10}. */
  static String day(Instant at) {
    return at.toString().substring(0, 10);
  }

  /** What the bills say was paid, or else what the contract makes due. */
  static Purchased purchased(CommitmentFacts facts, Amount upfront, Amount recurring) {
    return facts
        .billed()
        .filter(billed -> !billed.upfront().isZero() || !billed.recurring().isZero())
        .map(billed -> new Purchased(billed.upfront(), billed.recurring()))
        .orElse(new Purchased(upfront, recurring));
  }

  private static CommitmentStatement ofStock(
      CommitmentEntry entry, PrepaidTerms terms, CommitmentFacts facts) {
    Commitment commitment = entry.commitment();
    PrepaidUse use = PrepaidUse.of(commitment, facts.withdrawals());
    PrepaidPosition position = PrepaidPosition.of(commitment, use);
    List<CommitmentShare> shares = new ArrayList<>();
    BigInteger taken = BigInteger.ZERO;
    for (PrepaidUse.Drawn part : use.drawn()) {
      if (part.withdrawal().at().isBefore(facts.month().end())) {
        taken = taken.add(part.quantity().unscaled());
      }
      if (facts.month().contains(part.withdrawal().at()) && !part.cost().isZero()) {
        shares.add(
            new CommitmentShare(
                part.withdrawal().party(),
                true,
                part.quantity().unscaled(),
                new Money(commitment.currency(), part.cost())));
      }
    }
    Amount drawn = position.amortisation().within(facts.month());
    Amount expired = position.losses().within(facts.month());
    if (!expired.isZero()) {
      shares.add(
          new CommitmentShare(
              commitment.parties().unusedOwner(),
              false,
              use.leftQuantity().unscaled(),
              new Money(commitment.currency(), expired)));
    }
    List<String> notes = new ArrayList<>();
    if (use.overdrawn().signum() > 0) {
      notes.add(use.overdrawn() + " " + terms.unit() + " were drawn beyond the stock.");
    }
    boolean paid = facts.month().contains(terms.paidAt());
    return new CommitmentStatement(
        commitment.currency(),
        Origin.CONTRACT,
        Optional.of(purchased(facts, paid ? terms.price() : Amount.ZERO, Amount.ZERO)),
        Optional.of(drawn.plus(expired)),
        Optional.of(drawn),
        Optional.of(expired),
        Amount.ZERO,
        shares,
        Ratio.of(taken, terms.quantity().unscaled()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        notes);
  }

  private static CommitmentStatement ofSpend(
      CommitmentEntry entry, SpendTerms terms, CommitmentFacts facts) {
    Optional<SpendTarget> target =
        terms.targets().stream()
            .filter(one -> holds(one, facts.asOf()))
            .filter(one -> entry.commitment().promises(one, facts.asOf()))
            .findFirst();
    return new CommitmentStatement(
        entry.commitment().currency(),
        Origin.CONTRACT,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Amount.ZERO,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        target.map(one -> burnDown(one, facts)),
        target.isPresent() ? notProjected(entry, facts) : List.of("No target of it holds then."));
  }

  private static BurnDown burnDown(SpendTarget target, CommitmentFacts facts) {
    return facts.monthsWithoutBill().isEmpty()
        ? BurnDown.of(target, facts.spend(), facts.asOf())
        : BurnDown.soFar(target, facts.spend(), facts.asOf());
  }

  private static List<String> notProjected(CommitmentEntry entry, CommitmentFacts facts) {
    List<YearMonth> missing = facts.monthsWithoutBill();
    if (missing.isEmpty()) {
      return List.of();
    }
    String months =
        missing.size() == 1
            ? missing.get(0).toString()
            : missing.size() + " months from " + missing.get(0);
    return List.of(
        "No bill of "
            + entry.commitment().key().provider()
            + " is known of "
            + months
            + ": where the spend will end is not projected.");
  }

  private static boolean holds(SpendTarget target, Instant asOf) {
    return target.period().contains(asOf) || target.period().end().equals(asOf);
  }

  /** Cost of the month / (committed unit-hours x the price without the commitment). */
  private static Optional<Ratio> breakEven(CommitmentEntry entry, TimeRange month) {
    Commitment commitment = entry.commitment();
    if (entry.alternativePerHour().isEmpty() || !(commitment.terms() instanceof HourlyTerms)) {
      return Optional.empty();
    }
    BigInteger committed = CommitmentUse.of(commitment, month, List.of()).committed();
    BigInteger without = committed.multiply(entry.alternativePerHour().get().amount().unscaled());
    BigInteger with =
        commitment
            .costWithin(month)
            .amount()
            .unscaled()
            .multiply(BigInteger.TEN.pow(Amount.SCALE))
            .multiply(Draw.NANOS_PER_HOUR);
    return Ratio.of(with, without);
  }

  private static Amount sum(List<CommitmentShare> shares, boolean used) {
    Amount sum = Amount.ZERO;
    for (CommitmentShare share : shares) {
      sum = share.used() == used ? sum.plus(share.cost().amount()) : sum;
    }
    return sum;
  }
}
