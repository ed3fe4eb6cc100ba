package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.DeviceTimePrice;
import io.gpuledger.cost.price.Sevenths;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a budget's month has come to by measured device time.
 *
 * @param budgetVersion the version that the reported thresholds belong to
 * @param filter text of the filter that it was added up under
 * @param sevenths as in {@link SpendAddition}
 * @param reportedPercents thresholds reported for that version, ascending
 * @param unpricedModels device models seen without a rate, in order
 * @param atMicros the latest scrape that was added, microseconds since the epoch
 */
public record MonthToDate(
    long budgetVersion,
    String filter,
    String currency,
    BigInteger sevenths,
    List<Integer> reportedPercents,
    List<String> unpricedModels,
    long atMicros) {
  public MonthToDate {
    reportedPercents = sorted(reportedPercents);
    unpricedModels = sorted(unpricedModels);
  }

  /**
   * An addition made.
   *
   * @param month what the month has come to with it
   * @param crossings thresholds that it passes for the first time
   */
  public record Step(MonthToDate month, List<Crossing> crossings) {}

  /**
   * Makes an addition. A new version of the budget reports anew; another filter or currency counts
   * anew as well, because the past under it was not seen.
   *
   * @param before the month so far; null where nothing was added yet
   */
  public static Step after(@Nullable MonthToDate before, SpendAddition addition) {
    Budget budget = addition.budget();
    String currency = budget.limit().currency();
    BigInteger sevenths = addition.sevenths();
    Set<Integer> reported = new HashSet<>();
    Set<String> unpriced = new HashSet<>(addition.unpricedModels());
    long atMicros = addition.burn().atMicros();
    if (before != null
        && before.filter.equals(addition.filter())
        && before.currency.equals(currency)) {
      sevenths = sevenths.add(before.sevenths);
      unpriced.addAll(before.unpricedModels);
      atMicros = Math.max(atMicros, before.atMicros);
      if (before.budgetVersion >= budget.version()) {
        reported.addAll(before.reportedPercents);
      }
    }
    List<Crossing> crossings =
        BudgetProgress.crossings(
            budget, addition.month(), SpendKind.ESTIMATED, spent(currency, sevenths), reported);
    crossings.forEach(crossing -> reported.add(crossing.thresholdPercent()));
    return new Step(
        new MonthToDate(
            budget.version(),
            addition.filter(),
            currency,
            sevenths,
            List.copyOf(reported),
            List.copyOf(unpriced),
            atMicros),
        crossings);
  }

  /** The spend, divided and rounded here and nowhere before. */
  public Money spent() {
    return spent(currency, sevenths);
  }

  private static Money spent(String currency, BigInteger sevenths) {
    return new Money(currency, DeviceTimePrice.amount(sevenths, Sevenths.WHOLE));
  }

  private static <T extends Comparable<T>> List<T> sorted(Collection<T> values) {
    return List.copyOf(new TreeSet<>(values));
  }
}
