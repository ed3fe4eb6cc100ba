package io.gpuledger.cost.close;

import io.gpuledger.cost.commitment.Commitment;
import io.gpuledger.cost.commitment.CommitmentEntry;
import io.gpuledger.cost.commitment.HourlyTerms;
import io.gpuledger.cost.commitment.MakeUpRights;
import io.gpuledger.cost.commitment.MakeUpTerms;
import io.gpuledger.cost.commitment.PrepaidPosition;
import io.gpuledger.cost.commitment.PrepaidTerms;
import io.gpuledger.cost.commitment.PrepaidUse;
import io.gpuledger.cost.commitment.TakeOrPayTerms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was paid ahead for all commitments, over a period: a line each and a line per currency. A
 * commitment that has ended has nothing left; if it had, {@link #leftAfterEnd} would name it.
 *
 * @param lines of the commitments with something to show, by id
 * @param totals the sums of the lines, by currency
 * @param leftAfterEnd commitments that ended before the period did and still have a balance
 */
public record PrepaidRollForward(
    List<RollForwardLine> lines,
    SortedMap<String, RollForwardLine> totals,
    List<String> leftAfterEnd) {
  /** What a line of totals is called. */
  public static final String TOTAL = "total";

  public PrepaidRollForward {
    lines = List.copyOf(lines);
    totals = Collections.unmodifiableSortedMap(new TreeMap<>(totals));
    leftAfterEnd = List.copyOf(leftAfterEnd);
  }

  /**
   * The roll-forward of a period.
   *
   * @param withdrawals by commitment id, what was drawn of each, in order of time
   * @param asOf what is known; a month that ends later falls short of no minimum yet
   */
  public static PrepaidRollForward of(
      List<CommitmentEntry> entries,
      Map<String, List<PrepaidUse.Withdrawal>> withdrawals,
      BookPeriod period,
      Instant asOf) {
    List<RollForwardLine> lines = new ArrayList<>();
    SortedMap<String, RollForwardLine> totals = new TreeMap<>();
    List<String> left = new ArrayList<>();
    for (CommitmentEntry entry : entries) {
      Commitment commitment = entry.commitment();
      Optional<RollForwardLine> line =
          position(commitment, withdrawals.getOrDefault(commitment.key().id(), List.of()), asOf)
              .map(position -> RollForwardLine.of(position, period))
              .filter(found -> !found.isEmpty());
      if (line.isEmpty()) {
        continue;
      }
      lines.add(line.get());
      totals.merge(commitment.currency(), total(line.get()), PrepaidRollForward::sum);
      if (!line.get().closing().isZero() && !commitment.end().isAfter(period.range().end())) {
        left.add(commitment.key().id());
      }
    }
    lines.sort(Comparator.comparing(RollForwardLine::commitmentId));
    return new PrepaidRollForward(lines, totals, left);
  }

  /**
   * What is paid ahead, for every commitment that can be; a line of the roll-forward is of one.
   *
   * @param withdrawals by commitment id, what was drawn of each, in order of time
   * @param asOf what is known; a month that ends later falls short of no minimum yet
   */
  public static List<PrepaidPosition> positions(
      List<CommitmentEntry> entries,
      Map<String, List<PrepaidUse.Withdrawal>> withdrawals,
      Instant asOf) {
    return entries.stream()
        .map(CommitmentEntry::commitment)
        .flatMap(
            of -> position(of, withdrawals.getOrDefault(of.key().id(), List.of()), asOf).stream())
        .toList();
  }

  private static Optional<PrepaidPosition> position(
      Commitment commitment, List<PrepaidUse.Withdrawal> withdrawals, Instant asOf) {
    if (commitment.terms() instanceof HourlyTerms) {
      return Optional.of(PrepaidPosition.of(commitment));
    }
    if (commitment.terms() instanceof PrepaidTerms) {
      return Optional.of(PrepaidPosition.of(commitment, PrepaidUse.of(commitment, withdrawals)));
    }
    if (commitment.terms() instanceof TakeOrPayTerms terms
        && terms.makeUp().filter(of -> of.booked() == MakeUpTerms.Booked.PREPAID).isPresent()) {
      return Optional.of(
          PrepaidPosition.of(commitment, MakeUpRights.of(commitment, withdrawals, asOf)));
    }
    return Optional.empty();
  }

  private static RollForwardLine total(RollForwardLine line) {
    return new RollForwardLine(
        TOTAL,
        line.currency(),
        line.opening(),
        line.purchases(),
        line.amortisation(),
        line.adjustments(),
        line.closing());
  }

  private static RollForwardLine sum(RollForwardLine one, RollForwardLine other) {
    return new RollForwardLine(
        TOTAL,
        one.currency(),
        one.opening().plus(other.opening()),
        one.purchases().plus(other.purchases()),
        one.amortisation().plus(other.amortisation()),
        one.adjustments().plus(other.adjustments()),
        one.closing().plus(other.closing()));
  }
}
