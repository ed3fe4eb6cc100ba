package io.gpuledger.cost.commitment;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.money.Ratio;
import io.gpuledger.cost.money.Split;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.cost.time.TimeRange;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How far a commitment by the hour was used in a period. In each interval usage is covered up to
 * what is committed there, in proportion to what each party drew; an idle hour is not made good by
 * a busy one.
 *
 * @param committed all that was committed in the period, in {@link Draw#measure() measures}
 * @param eligible all usage that it could have covered
 * @param covered what it did cover, by party
 * @param unobserved the part of {@code committed} of which nobody knows whether it was used
 */
public record CommitmentUse(
    BigInteger committed,
    BigInteger eligible,
    SortedMap<String, BigInteger> covered,
    BigInteger unobserved) {
  public CommitmentUse {
    covered = Collections.unmodifiableSortedMap(new TreeMap<>(covered));
  }

  /**
   * What a commitment and a period's usage make together.
   *
   * @param intervals within the period, none overlapping; time without one used nothing
   */
  public static CommitmentUse of(
      Commitment commitment, TimeRange period, List<IntervalUse> intervals) {
    return of(commitment, period, intervals, true);
  }

  /**
   * What a commitment and the usage that telemetry saw make together. What is committed beyond that
   * which was seen, and in time without an interval, is {@link #unobserved}: a gap in telemetry is
   * no idle hour.
   *
   * @param intervals within the period, none overlapping
   */
  public static CommitmentUse ofSeen(
      Commitment commitment, TimeRange period, List<IntervalUse> intervals) {
    return of(commitment, period, intervals, false);
  }

  private static CommitmentUse of(
      Commitment commitment, TimeRange period, List<IntervalUse> intervals, boolean allSeen) {
    refuseFaults(commitment, period, intervals);
    BigInteger eligible = BigInteger.ZERO;
    SortedMap<String, BigInteger> covered = new TreeMap<>();
    BigInteger seen = BigInteger.ZERO;
    for (IntervalUse use : intervals) {
      BigInteger there = committedIn(commitment, use.interval());
      List<BigInteger> drawn = use.draws().stream().map(Draw::measure).toList();
      BigInteger asked = drawn.stream().reduce(BigInteger.ZERO, BigInteger::add);
      if (there.signum() == 0) {
        // Before or after its term a commitment could have covered nothing.
        continue;
      }
      eligible = eligible.add(asked);
      seen = seen.add(there.min(use.seen().orElse(there).max(asked)));
      if (asked.signum() > 0) {
        List<Amount> parts = Split.byWeight(Amount.ofUnscaled(asked.min(there)), drawn);
        for (int i = 0; i < parts.size(); i++) {
          covered.merge(use.draws().get(i).party(), parts.get(i).unscaled(), BigInteger::add);
        }
      }
    }
    covered.values().removeIf(measure -> measure.signum() == 0);
    BigInteger committed = committedIn(commitment, period);
    return new CommitmentUse(
        committed, eligible, covered, allSeen ? BigInteger.ZERO : committed.subtract(seen));
  }

  private static BigInteger committedIn(Commitment commitment, TimeRange range) {
    Instant end = range.end().isBefore(commitment.end()) ? range.end() : commitment.end();
    return range.start().isBefore(end)
        ? commitment.termsAs(HourlyTerms.class).committed(new TimeRange(range.start(), end))
        : BigInteger.ZERO;
  }

  private static void refuseFaults(
      Commitment commitment, TimeRange period, List<IntervalUse> intervals) {
    Faults faults = Faults.of("use of commitment " + commitment.key().id());
    List<TimeRange> ranges =
        new ArrayList<>(intervals.stream().map(IntervalUse::interval).toList());
    ranges.sort(Comparator.comparing(TimeRange::start));
    Instant before = period.start();
    for (TimeRange range : ranges) {
      faults.check(
          !range.start().isBefore(before) && !range.end().isAfter(period.end()),
          ProblemCode.NOT_ALLOWED_VALUE,
          "intervals",
          range + " overlaps another one or leaves the period");
      before = range.end();
    }
    faults.orRefuse();
  }

  /** All that was covered. */
  public BigInteger used() {
    return covered.values().stream().reduce(BigInteger.ZERO, BigInteger::add);
  }

  /**
   * What was committed, seen and not used; never negative, because no interval covers more than is
   * committed, and what is covered is seen.
   */
  public BigInteger unused() {
    return committed.subtract(used()).subtract(unobserved);
  }

  /** Used / what was committed and seen; empty where that is nothing. */
  public Optional<Ratio> utilisation() {
    return Ratio.of(used(), committed.subtract(unobserved));
  }

  /** Covered usage / eligible usage; empty where nothing was eligible. */
  public Optional<Ratio> coverage() {
    return Ratio.of(used(), eligible);
  }

  /**
   * A period's cost divided among those who used the commitment and the owner of the rest, by what
   * each used; the shares and {@link #unobservedCost} sum to the cost exactly. Cost of a period
   * that committed nothing goes to the owner of the rest.
   *
   * @return by party in order of name, the unused part last and only where there is one
   */
  public List<CommitmentShare> shareOut(Money cost, Parties parties) {
    List<String> users = new ArrayList<>(covered.keySet());
    List<BigInteger> weights = weights();
    List<Amount> parts = Split.byWeight(cost.amount(), weights);
    List<CommitmentShare> shares = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size() - (unobserved.signum() > 0 ? 1 : 0); i++) {
      boolean used = i < users.size();
      shares.add(
          new CommitmentShare(
              used ? users.get(i) : parties.unusedOwner(),
              used,
              used ? weights.get(i) : unused(),
              new Money(cost.currency(), parts.get(i))));
    }
    return List.copyOf(shares);
  }

  /** The part of a period's cost of which nobody knows whether it was used. */
  public Amount unobservedCost(Money cost) {
    if (unobserved.signum() == 0) {
      return Amount.ZERO;
    }
    List<Amount> parts = Split.byWeight(cost.amount(), weights());
    return parts.get(parts.size() - 1);
  }

  /** Of the users in order of name, then of the unused part, then of the unobserved part. */
  private List<BigInteger> weights() {
    List<BigInteger> weights = new ArrayList<>(covered.values());
    if (unused().signum() > 0) {
      weights.add(unused());
    }
    if (unobserved.signum() > 0) {
      weights.add(unobserved);
    }
    return weights.isEmpty() ? List.of(BigInteger.ONE) : weights;
  }
}
