package io.gpuledger.cost.commitment;

import io.gpuledger.cost.time.TimeRange;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/**
 * All that a ledger knows of a commitment in a month.
 *
 * @param month which
 * @param asOf up to when it is told, the first instant of a day; within the month or its end. What
 *     the month brings after it is neither used nor unused
 * @param billed what its bills say, if any names it
 * @param intervals device-time it could cover, by the hour; empty where telemetry is not asked
 * @param withdrawals quantities that the bills drew from it since its term began, in order of time
 * @param spend postings since its term began
 * @param monthsWithoutBill months of its running target that are over and of which no bill of the
 *     provider is known, in order: what was spent in them is not known either
 */
public record CommitmentFacts(
    TimeRange month,
    Instant asOf,
    Optional<BilledCommitment> billed,
    Optional<List<IntervalUse>> intervals,
    List<PrepaidUse.Withdrawal> withdrawals,
    List<SpendPosting> spend,
    List<YearMonth> monthsWithoutBill) {
  public CommitmentFacts {
    intervals = intervals.map(List::copyOf);
    withdrawals = List.copyOf(withdrawals);
    spend = List.copyOf(spend);
    monthsWithoutBill = List.copyOf(monthsWithoutBill);
  }

  /** All months are billed. */
  public CommitmentFacts(
      TimeRange month,
      Instant asOf,
      Optional<BilledCommitment> billed,
      Optional<List<IntervalUse>> intervals,
      List<PrepaidUse.Withdrawal> withdrawals,
      List<SpendPosting> spend) {
    this(month, asOf, billed, intervals, withdrawals, spend, List.of());
  }
}
