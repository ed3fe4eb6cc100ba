package io.gpuledger.cost.commitment;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.time.TimeRange;

/** What was promised and what it costs. Amounts are in the commitment's currency. */
public sealed interface CommitmentTerms
    permits HourlyTerms, PrepaidTerms, TakeOrPayTerms, SpendTerms {
  /** Notes what does not fit the commitment's term. */
  void check(TimeRange term, Faults faults);
}
