package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;

/** Why a budget's alert is over, in words. */
final class FallenWords {
  private FallenWords() {}

  static String of(SpendKind kind, Amount spent, Amount limit, BigDecimal margin) {
    return switch (kind) {
          case FROM_BILL -> "the restated bill is at ";
          case ESTIMATED -> "the estimate to date is at ";
        }
        + SlackText.percent(spent, limit)
        + " of the limit, below the threshold by more than "
        + margin.stripTrailingZeros().toPlainString()
        + " %";
  }
}
