package io.gpuledger.cost.budget;

import io.gpuledger.cost.money.Amount;
import java.util.Optional;

/**
 * What is spent of a budget: two views of the same spend, not two parts of it.
 *
 * @param fromBill billed cost so far
 * @param estimated estimated to date, or empty where nothing is estimated
 */
public record Spent(Amount fromBill, Optional<Amount> estimated) {
  /** The larger of the two, which is measured against the limit. */
  public Amount counted() {
    return estimated.filter(estimate -> estimate.compareTo(fromBill) > 0).orElse(fromBill);
  }

  /** Where the counted amount comes from. */
  public SpendKind kind() {
    return counted().equals(fromBill) ? SpendKind.FROM_BILL : SpendKind.ESTIMATED;
  }
}
