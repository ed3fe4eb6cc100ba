package io.gpuledger.cost.commitment;

import io.gpuledger.cost.commitment.MakeUpMonth.Lapse;
import io.gpuledger.cost.commitment.MakeUpMonth.Part;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Fraction;
import io.gpuledger.cost.money.Rounding;
import io.gpuledger.cost.spread.MonthlyFee;
import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What became of the make-up rights of a take-or-pay commitment, month by month. A month that is
 * over and fell short gives a right to the missing quantity, unless the contract ends with it. A
 * month before the first that a bill tells a quantity of gives none: what it took is not known.
 * Later months make up what they take above their own minimum, up to the contract's limit, the
 * oldest right first. What a use costs is the difference of two points of one running fraction of
 * what was paid for the right, so that uses and expiry sum to it exactly.
 *
 * @param months from the term's first to the one that holds the as-of, in order
 * @param used what was made up when, in order of time
 * @param lapsed what is gone without use, and what is left and will go so if nothing more is taken
 */
public record MakeUpRights(List<MakeUpMonth> months, List<Used> used, List<Lapsed> lapsed) {
  public MakeUpRights {
    months = List.copyOf(months);
    used = List.copyOf(used);
    lapsed = List.copyOf(lapsed);
  }

  /**
   * A quantity that was made up.
   *
   * @param at when it was taken
   * @param from the month that fell short of it
   * @param part what was paid for it then
   * @param due what it costs beyond that
   */
  public record Used(Instant at, YearMonth from, Part part, Amount due) {}

  /**
   * A quantity that was paid for and is lost.
   *
   * @param at the last instant of the month, or of the term, in which it could be made up
   * @param from the month that fell short of it
   */
  public record Lapsed(Instant at, YearMonth from, Part part, Lapse lapse) {}

  /**
   * The rights of a commitment.
   *
   * @param taken what was taken, in order of time
   * @param asOf what is known: months that end by then are over
   */
  public static MakeUpRights of(
      Commitment commitment, List<PrepaidUse.Withdrawal> taken, Instant asOf) {
    return new Run(commitment, taken, asOf).rights();
  }

  /** The first month of which a bill tells a quantity. */
  static Optional<YearMonth> firstKnown(Commitment commitment, List<PrepaidUse.Withdrawal> taken) {
    TakeOrPayTerms terms = commitment.termsAs(TakeOrPayTerms.class);
    return taken.stream().findFirst().map(of -> YearMonth.from(of.at().atZone(terms.zone())));
  }

  /** The rights of a month; empty where it lies out of the term or after the as-of. */
  public Optional<MakeUpMonth> in(YearMonth month) {
    return months.stream().filter(of -> of.month().equals(month)).findFirst();
  }

  /** A right with how much of it was used. */
  private static final class Lot {
    final YearMonth from;
    final YearMonth last;
    final Part whole;
    Amount taken = Amount.ZERO;

    Lot(YearMonth from, YearMonth last, Part whole) {
      this.from = from;
      this.last = last;
      this.whole = whole;
    }

    Part left() {
      return new Part(whole.quantity().minus(taken), whole.cost().minus(released(taken)));
    }

    /** What was paid for the first so many units. */
    private Amount released(Amount quantity) {
      return Fraction.times(
          whole.cost(), quantity.unscaled(), whole.quantity().unscaled(), Rounding.SPLIT);
    }

    private Amount due(Amount quantity, Amount price) {
      Amount more = Fraction.product(quantity, price).minus(released(quantity));
      return more.signum() > 0 ? more : Amount.ZERO;
    }

    Used take(Instant at, Amount quantity, Optional<Amount> price) {
      Amount after = taken.plus(quantity);
      Used used =
          new Used(
              at,
              from,
              new Part(quantity, released(after).minus(released(taken))),
              price.map(of -> due(after, of).minus(due(taken, of))).orElse(Amount.ZERO));
      taken = after;
      return used;
    }
  }

  /** The months one after the other. */
  private static final class Run {
    private final Commitment commitment;
    private final TakeOrPayTerms terms;
    private final MakeUpTerms makeUp;
    private final List<PrepaidUse.Withdrawal> taken;
    private final Instant asOf;
    private final Deque<Lot> lots = new ArrayDeque<>();
    private final List<MakeUpMonth> months = new ArrayList<>();
    private final List<Used> used = new ArrayList<>();
    private final List<Lapsed> lapsed = new ArrayList<>();

    Run(Commitment commitment, List<PrepaidUse.Withdrawal> taken, Instant asOf) {
      this.commitment = commitment;
      this.terms = commitment.termsAs(TakeOrPayTerms.class);
      this.makeUp =
          terms
              .makeUp()
              .orElseThrow(() -> new IllegalStateException(commitment.key() + " has no rights"));
      this.taken = taken;
      this.asOf = asOf;
    }

    MakeUpRights rights() {
      YearMonth month = YearMonth.from(commitment.term().start().atZone(terms.zone()));
      TimeRange days = MonthlyFee.ofMonth(month, terms.zone());
      while (days.start().isBefore(commitment.end()) && days.start().isBefore(asOf)) {
        month(month, days);
        month = month.plusMonths(1);
        days = MonthlyFee.ofMonth(month, terms.zone());
      }
      for (Lot lot : lots) {
        Instant end = MonthlyFee.ofMonth(lot.last, terms.zone()).end();
        boolean window = end.isBefore(commitment.end());
        lapse(lot, window ? end : commitment.end(), window ? Lapse.WINDOW : atEnd());
      }
      return new MakeUpRights(months, used, lapsed);
    }

    private void month(YearMonth month, TimeRange days) {
      Part opening = sum(lots);
      Amount minimum = TakeOrPayMonth.of(commitment, month, Amount.ZERO).minimum();
      int usedBefore = used.size();
      Amount running = Amount.ZERO;
      Amount madeUp = Amount.ZERO;
      for (PrepaidUse.Withdrawal each : taken) {
        if (days.contains(each.at())) {
          running = running.plus(each.quantity());
          Amount above = running.minus(minimum);
          Amount most = smaller(makeUp.maximumPerMonth().orElse(above), above);
          Amount more = most.minus(madeUp);
          if (more.signum() > 0) {
            madeUp = madeUp.plus(use(each.at(), more));
          }
        }
      }
      boolean contractEnds = !days.end().isBefore(commitment.end());
      Instant end = contractEnds ? commitment.end() : days.end();
      int lapsedBefore = lapsed.size();
      Part gained = Part.NONE;
      if (!end.isAfter(asOf)) {
        expire(month, end, contractEnds);
        gained = contractEnds || !isKnown(month) ? Part.NONE : gain(month, running);
      }
      Part madeUpPart = Part.NONE;
      Amount due = Amount.ZERO;
      for (Used each : used.subList(usedBefore, used.size())) {
        madeUpPart = madeUpPart.plus(each.part());
        due = due.plus(each.due());
      }
      Part gone = Part.NONE;
      Optional<Lapse> lapse = Optional.empty();
      for (Lapsed each : lapsed.subList(lapsedBefore, lapsed.size())) {
        gone = gone.plus(each.part());
        lapse = Optional.of(each.lapse());
      }
      months.add(
          new MakeUpMonth(
              month,
              opening,
              gained,
              madeUpPart,
              due,
              gone,
              lapse,
              sum(lots),
              lots.stream().findFirst().map(this::lastUse)));
    }

    private boolean isKnown(YearMonth month) {
      return firstKnown(commitment, taken).filter(first -> !first.isAfter(month)).isPresent();
    }

    /** The last month in which it can be made up. */
    private YearMonth lastUse(Lot lot) {
      YearMonth end =
          YearMonth.from(commitment.end().minusNanos(1).atZone(terms.zone()).toLocalDate());
      return lot.last.isBefore(end) ? lot.last : end;
    }

    /** Makes up to so much of the oldest rights; answers how much there was. */
    private Amount use(Instant at, Amount wanted) {
      Amount open = wanted;
      while (open.signum() > 0 && !lots.isEmpty()) {
        Lot oldest = lots.getFirst();
        Amount quantity = smaller(open, oldest.left().quantity());
        used.add(oldest.take(at, quantity, makeUp.price()));
        open = open.minus(quantity);
        if (oldest.left().quantity().isZero()) {
          lots.removeFirst();
        }
      }
      return wanted.minus(open);
    }

    private void expire(YearMonth month, Instant end, boolean contractEnds) {
      while (!lots.isEmpty() && (contractEnds || !lots.getFirst().last.isAfter(month))) {
        Lot lot = lots.removeFirst();
        lapse(lot, end, lot.last.isAfter(month) ? atEnd() : Lapse.WINDOW);
      }
    }

    /** It belongs to the period that ends with the border, not to the one that begins there. */
    private void lapse(Lot lot, Instant border, Lapse lapse) {
      lapsed.add(new Lapsed(border.minusNanos(1), lot.from, lot.left(), lapse));
    }

    private Lapse atEnd() {
      return commitment.ending().isPresent() ? Lapse.EARLY_END : Lapse.CONTRACT_END;
    }

    private Part gain(YearMonth month, Amount quantity) {
      TakeOrPayMonth figures = TakeOrPayMonth.of(commitment, month, quantity);
      if (figures.shortfall().isZero()) {
        return Part.NONE;
      }
      Part right = new Part(figures.shortfall(), figures.shortfallCost());
      lots.addLast(new Lot(month, month.plusMonths(makeUp.months()), right));
      return right;
    }

    private static Part sum(Deque<Lot> lots) {
      return lots.stream().map(Lot::left).reduce(Part.NONE, Part::plus);
    }

    private static Amount smaller(Amount one, Amount other) {
      return one.compareTo(other) <= 0 ? one : other;
    }
  }
}
