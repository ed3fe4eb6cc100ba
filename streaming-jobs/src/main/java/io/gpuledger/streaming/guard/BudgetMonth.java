package io.gpuledger.streaming.guard;

import io.gpuledger.cost.price.Sevenths;
import java.math.BigInteger;
import java.util.List;

/**
 * A month as versions kept it that did not add up days. It is read once: its sum becomes that of
 * the month's first day, so that a bill which settles that day takes its place and nothing counts
 * twice.
 *
 * @param budgetVersion the version that the reported thresholds belong to
 * @param filter the filter that the spend was added up under
 * @param currency its currency
 * @param products nanoseconds of whole devices x rates at 1e-18, two's complement big-endian
 * @param restSevenths sevenths of one such product that are left
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
    int restSevenths,
    List<Integer> reportedPercents,
    List<String> unpricedModels,
    long atMicros,
    boolean told) {
  BigInteger sevenths() {
    return new BigInteger(products)
        .multiply(BigInteger.valueOf(Sevenths.WHOLE))
        .add(BigInteger.valueOf(restSevenths));
  }
}
