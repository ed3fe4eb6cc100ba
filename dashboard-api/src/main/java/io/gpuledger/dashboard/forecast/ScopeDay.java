package io.gpuledger.dashboard.forecast;

import io.gpuledger.cost.money.Amount;
import java.time.LocalDate;

/**
 * What bills say of a day of a scope.
 *
 * @param day of UTC
 * @param source whose bill it is of
 * @param committed of a commitment: paid whether anything runs or not
 * @param category charge category
 * @param amount money, or hours where these are budgeted
 */
public record ScopeDay(
    LocalDate day, String source, boolean committed, String category, Amount amount) {
  /** Whether it is a purchase, which does not come again tomorrow. */
  boolean isPurchase() {
    return category.equals("Purchase");
  }

  /** Whether it is use, which may begin or grow any day. */
  boolean isUsage() {
    return category.equals("Usage");
  }
}
