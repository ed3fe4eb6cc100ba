package io.gpuledger.cost.budget;

import java.util.Optional;

/** What a budget limits. */
public enum BudgetUnit {
  MONEY("money"),
  /** Device-time that bills paid for, in hours. */
  GPU_HOURS("gpu-hours");

  /** What stands in the place of a currency where hours are limited. */
  public static final String HOURS = "GPU-hours";

  /** The units in words, with why one that is wanted is not there. */
  public static final String WORDS =
      "money or gpu-hours (tokens cannot be budgeted yet: the ledger has no token meters)";

  private final String code;

  BudgetUnit(String code) {
    this.code = code;
  }

  /** The word in configuration, state and answers. */
  public String code() {
    return code;
  }

  /** The unit of a word; empty if there is none. */
  public static Optional<BudgetUnit> of(String code) {
    for (BudgetUnit unit : values()) {
      if (unit.code.equals(code)) {
        return Optional.of(unit);
      }
    }
    return Optional.empty();
  }
}
