package io.gpuledger.cost.budget;

import java.math.BigInteger;
import java.time.YearMonth;
import java.util.List;

/**
 * What one scrape of a node adds to one budget's month.
 *
 * @param budget the budget as it stood
 * @param filter text of the filter that it was added up under
 * @param sevenths nanoseconds x sevenths of a device x rate at 1e-18, not divided yet
 * @param unpricedModels device models in scope without a rate in the budget's currency
 * @param burn what the node costs now
 */
public record SpendAddition(
    Budget budget,
    String filter,
    YearMonth month,
    BigInteger sevenths,
    List<String> unpricedModels,
    Burn burn) {
  public SpendAddition {
    unpricedModels = List.copyOf(unpricedModels);
  }
}
