package io.gpuledger.cost.close;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import java.util.Optional;

/**
 * One cost of a period whose bill may not be there yet.
 *
 * @param key what it is of, such as source, account and SKU family; unique in the period
 * @param expense where it is borne
 * @param liability where it is owed
 * @param currency of both amounts
 * @param estimatedToDate what the period costs as far as is known; empty where a price is missing
 * @param billed what has been billed of it
 */
public record AccrualItem(
    String key,
    GlAccount expense,
    GlAccount liability,
    String currency,
    Optional<Amount> estimatedToDate,
    Amount billed) {
  public AccrualItem {
    Faults.of("accrual of " + key).text(key, "key").text(currency, "currency").orRefuse();
  }
}
