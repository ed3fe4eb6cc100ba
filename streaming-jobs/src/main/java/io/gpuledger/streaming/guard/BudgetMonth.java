package io.gpuledger.streaming.guard;

import java.util.List;

/**
 * A budget's month so far.
 *
 * @param budgetVersion the version that the reported thresholds belong to
 * @param filter the filter that the spend was added up under
 * @param currency its currency
 * @param products device time x rates, as in {@link SpendIncrement}
 * @param reportedPercents thresholds reported for that version
 * @param unpricedModels device models seen without a rate
 * @param atMicros the latest scrape that was added, microseconds since the epoch
 * @param told whether the total was reported as it stands
 */
@SuppressWarnings("ArrayRecordComponent")
public record BudgetMonth(
    long budgetVersion,
    String filter,
    String currency,
    byte[] products,
    List<Integer> reportedPercents,
    List<String> unpricedModels,
    long atMicros,
    boolean told) {
  /** The same, reported. */
  BudgetMonth asTold() {
    return new BudgetMonth(
        budgetVersion,
        filter,
        currency,
        products,
        reportedPercents,
        unpricedModels,
        atMicros,
        true);
  }
}
