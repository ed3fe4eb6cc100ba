package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import java.util.List;

/**
 * A limit on what a period may cost.
 *
 * @param id which budget
 * @param version raised by every change; crossings belong to a version
 * @param limit above zero
 * @param thresholdPercents percent of the limit, ascending without repeats, each above zero
 */
public record Budget(String id, long version, Money limit, List<Integer> thresholdPercents) {
  /** The most thresholds of one budget. */
  public static final int THRESHOLDS_LIMIT = 20;

  /** The most budgets in force that come from one origin: the configuration, or the product. */
  public static final int ORIGIN_LIMIT = 10_000;

  /** The most budgets that are watched: those of both origins. */
  public static final int WATCHED_LIMIT = 2 * ORIGIN_LIMIT;

  /** The same with another limit. */
  Budget withLimit(Amount other) {
    return new Budget(id, version, new Money(limit.currency(), other), thresholdPercents);
  }

  public Budget {
    thresholdPercents = List.copyOf(thresholdPercents);
    if (limit.amount().signum() <= 0) {
      throw new IllegalArgumentException("the limit of budget " + id + " is not above zero");
    }
    if (thresholdPercents.size() > THRESHOLDS_LIMIT) {
      throw new IllegalArgumentException(
          "budget " + id + " has more than " + THRESHOLDS_LIMIT + " thresholds");
    }
    int before = 0;
    for (int percent : thresholdPercents) {
      if (percent <= before) {
        throw new IllegalArgumentException(
            "thresholds of budget " + id + " are not ascending and above zero: " + percent);
      }
      before = percent;
    }
  }
}
