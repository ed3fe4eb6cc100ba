package io.gpuledger.cost.budget;

import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;

/**
 * What one scrape of a node adds to one day of a budget.
 *
 * @param watched the budget as it stood
 * @param day of the budget's zone
 * @param sevenths nanoseconds x sevenths of a device x rate at 1e-18, not divided yet; where hours
 *     are limited the rate is 1
 * @param unpricedModels device models in scope without a rate in the budget's currency
 * @param burn what the node costs now
 * @param recent when it was spent; all days of a scrape together have it once
 */
public record SpendAddition(
    WatchedBudget watched,
    LocalDate day,
    BigInteger sevenths,
    List<String> unpricedModels,
    Burn burn,
    RecentSpend recent) {
  public SpendAddition {
    unpricedModels = List.copyOf(unpricedModels);
  }
}
