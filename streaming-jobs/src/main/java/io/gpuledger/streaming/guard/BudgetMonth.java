package io.gpuledger.streaming.guard;

import io.gpuledger.cost.budget.MonthToDate;
import io.gpuledger.cost.price.Sevenths;
import java.math.BigInteger;
import java.util.List;

/**
 * A budget's month so far: {@link MonthToDate} as Flink keeps it.
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
  private static final BigInteger SEVENTHS = BigInteger.valueOf(Sevenths.WHOLE);

  static BudgetMonth fromMonth(MonthToDate month) {
    BigInteger[] divided = month.sevenths().divideAndRemainder(SEVENTHS);
    return new BudgetMonth(
        month.budgetVersion(),
        month.filter(),
        month.currency(),
        divided[0].toByteArray(),
        divided[1].intValueExact(),
        month.reportedPercents(),
        month.unpricedModels(),
        month.atMicros(),
        false);
  }

  MonthToDate toMonth() {
    return new MonthToDate(
        budgetVersion,
        filter,
        currency,
        new BigInteger(products).multiply(SEVENTHS).add(BigInteger.valueOf(restSevenths)),
        reportedPercents,
        unpricedModels,
        atMicros);
  }

  /** The same, reported. */
  BudgetMonth asTold() {
    return new BudgetMonth(
        budgetVersion,
        filter,
        currency,
        products,
        restSevenths,
        reportedPercents,
        unpricedModels,
        atMicros,
        true);
  }
}
