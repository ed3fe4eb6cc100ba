package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.alert.AlertFacts;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The last thing the spend guard said of each budget and period, as long as this process runs. */
public final class LiveSpend {
  /** Kept entries; beyond it nothing new is kept, and the figures say "not known". */
  static final int LIMIT = 50_000;

  private final Map<String, Seen> byBudget = new ConcurrentHashMap<>();

  /**
   * What the guard saw.
   *
   * @param spent estimated to date in the period
   * @param burnPerHour what is spent now in an hour
   * @param cause the holder that burns most now
   */
  public record Seen(Amount spent, Amount burnPerHour, Optional<AlertFacts.Cause> cause) {}

  void put(Budget budget, String period, Seen seen) {
    String key = key(budget, period);
    if (byBudget.size() < LIMIT || byBudget.containsKey(key)) {
      byBudget.put(key, seen);
    }
  }

  /** The last figure for this version of the budget. */
  public Optional<Seen> find(Budget budget, String period) {
    return Optional.ofNullable(byBudget.get(key(budget, period)));
  }

  private static String key(Budget budget, String period) {
    return budget.id() + "/" + budget.version() + "/" + period;
  }
}
