package io.gpuledger.cost.commitment;

import io.gpuledger.cost.commitment.CommitmentStatement.Origin;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.money.Ratio;
import io.gpuledger.cost.spread.MonthlyFee;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How a month's statement of a take-or-pay commitment follows from what was taken. */
final class MinimumRules {
  private final Commitment commitment;
  private final TakeOrPayTerms terms;
  private final CommitmentFacts facts;
  private final YearMonth month;
  private final TimeRange days;
  private final Instant asOf;
  private final Optional<MakeUpMonth> rights;

  private MinimumRules(Commitment commitment, TakeOrPayTerms terms, CommitmentFacts facts) {
    this.commitment = commitment;
    this.terms = terms;
    this.facts = facts;
    // The month that is asked for, by its name: in the contract's zone it begins at another hour.
    this.month = YearMonth.from(facts.month().start().atZone(ZoneOffset.UTC));
    this.days = MonthlyFee.ofMonth(month, terms.zone());
    this.asOf = known(facts, days);
    this.rights =
        terms.makeUp().isPresent()
            ? MakeUpRights.of(commitment, facts.withdrawals(), asOf).in(month)
            : Optional.empty();
  }

  /** Facts know no more than up to the end of the month; once they do, it is over in any zone. */
  private static Instant known(CommitmentFacts facts, TimeRange days) {
    boolean whole = !facts.asOf().isBefore(facts.month().end());
    return whole && days.end().isAfter(facts.asOf()) ? days.end() : facts.asOf();
  }

  /** Bills divide the cost; what may be made up follows from the quantities that they count. */
  static CommitmentStatement ofBill(
      CommitmentStatement statement, Commitment commitment, CommitmentFacts facts) {
    return commitment.terms() instanceof TakeOrPayTerms terms
        ? new MinimumRules(commitment, terms, facts).withRights(statement)
        : statement;
  }

  static CommitmentStatement of(
      Commitment commitment, TakeOrPayTerms terms, CommitmentFacts facts) {
    MinimumRules rules = new MinimumRules(commitment, terms, facts);
    return rules.withRights(rules.ofContract());
  }

  private CommitmentStatement ofContract() {
    Amount taken = Amount.ZERO;
    for (PrepaidUse.Withdrawal withdrawal : facts.withdrawals()) {
      taken = days.contains(withdrawal.at()) ? taken.plus(withdrawal.quantity()) : taken;
    }
    Amount madeUp = rights.map(of -> of.used().quantity()).orElse(Amount.ZERO);
    TakeOrPayMonth figures = TakeOrPayMonth.of(commitment, month, taken, madeUp);
    // What is not taken yet may still be taken: only a month that is over falls short.
    Amount shortfallCost = runs() ? Amount.ZERO : figures.shortfallCost();
    Amount due = figures.takenCost().plus(rights.map(MakeUpMonth::due).orElse(Amount.ZERO));
    MakeUpMonth.Part lost = new MakeUpMonth.Part(figures.shortfall(), shortfallCost);
    Amount used = due;
    if (prepaid() && rights.isPresent()) {
      lost = lost.minus(rights.get().gained()).plus(rights.get().expired());
      used = due.plus(rights.get().used().cost());
    }
    Amount within = taken.compareTo(figures.minimum()) < 0 ? taken : figures.minimum();
    return new CommitmentStatement(
        commitment.currency(),
        Origin.CONTRACT,
        Optional.of(StatementRules.purchased(facts, Amount.ZERO, due.plus(shortfallCost))),
        Optional.of(used.plus(lost.cost())),
        Optional.of(used),
        Optional.of(lost.cost()),
        Amount.ZERO,
        shares(taken, used, lost),
        Ratio.of(within, figures.minimum()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        notes(figures));
  }

  private List<CommitmentShare> shares(Amount taken, Amount used, MakeUpMonth.Part lost) {
    Parties parties = commitment.parties();
    List<CommitmentShare> shares = new ArrayList<>();
    if (used.signum() > 0) {
      shares.add(new CommitmentShare(parties.purchaser(), true, taken.unscaled(), money(used)));
    }
    if (lost.cost().signum() > 0) {
      shares.add(
          new CommitmentShare(
              parties.unusedOwner(), false, lost.quantity().unscaled(), money(lost.cost())));
    }
    return shares;
  }

  private Money money(Amount amount) {
    return new Money(commitment.currency(), amount);
  }

  /** Whether something may still be taken in the month. */
  private boolean runs() {
    Instant end = days.end().isBefore(commitment.end()) ? days.end() : commitment.end();
    return end.isAfter(asOf);
  }

  private boolean prepaid() {
    return terms.makeUp().filter(of -> of.booked() == MakeUpTerms.Booked.PREPAID).isPresent();
  }

  private List<String> notes(TakeOrPayMonth figures) {
    List<String> notes = new ArrayList<>();
    if (facts.withdrawals().isEmpty()) {
      notes.add("No bill tells a quantity that was taken.");
    }
    if (runs() && figures.shortfall().signum() > 0) {
      notes.add(
          "The month still runs: if nothing more is taken than up to "
              + StatementRules.day(facts.asOf())
              + ", "
              + figures.shortfall()
              + " "
              + terms.unit()
              + " fall short, "
              + figures.shortfallCost()
              + " "
              + commitment.currency()
              + ".");
    }
    return notes;
  }

  private CommitmentStatement withRights(CommitmentStatement statement) {
    return rights.map(of -> statement.with(of, rightsNotes(of, statement))).orElse(statement);
  }

  private List<String> rightsNotes(MakeUpMonth of, CommitmentStatement statement) {
    List<String> notes = new ArrayList<>();
    MakeUpRights.firstKnown(commitment, facts.withdrawals())
        .filter(
            first ->
                first.isAfter(
                    YearMonth.from(commitment.term().start().atZone(terms.zone()).toLocalDate())))
        .ifPresent(
            first ->
                notes.add(
                    "No bill tells a quantity before "
                        + first
                        + ": what earlier months may be made up for is not known and not in the"
                        + " rights."));
    of.lapse()
        .ifPresent(
            why ->
                notes.add(
                    of.expired().quantity()
                        + " "
                        + terms.unit()
                        + " that were paid for, "
                        + of.expired().cost()
                        + " "
                        + commitment.currency()
                        + ", can be made up no more: "
                        + why.words()
                        + "."));
    boolean expensed =
        statement.origin() == Origin.BILL
            && statement.unused().filter(unused -> !unused.isZero()).isPresent();
    if (prepaid() && expensed) {
      notes.add(
          "The bill has a cost of what was not taken, so it is expense there and prepaid in the"
              + " journal: set makeUp.booked to expense, or load it as a purchase without"
              + " effective cost.");
    }
    return notes;
  }
}
