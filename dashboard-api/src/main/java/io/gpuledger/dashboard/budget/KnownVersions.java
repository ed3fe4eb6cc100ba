package io.gpuledger.dashboard.budget;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Versions of budgets as they were read before, and what follows from them. A version that is
 * written never changes, so only its name has to be read again.
 */
final class KnownVersions {
  private Map<BudgetRows.Version, Budget> inForce = Map.of();
  private final Map<BudgetRows.Version, List<Budget>> past = new HashMap<>();

  /** As {@link BudgetRows#inForce(Connection, Instant)}. */
  synchronized List<Budget> inForce(Connection connection, Instant at) throws SQLException {
    List<BudgetRows.Version> names = BudgetRows.namesInForce(connection, at);
    if (!inForce.keySet().containsAll(names)) {
      Map<BudgetRows.Version, Budget> read = new HashMap<>();
      for (Budget budget : BudgetRows.inForce(connection, at)) {
        BudgetRows.Version name = name(budget);
        read.put(name, inForce.getOrDefault(name, budget));
      }
      inForce = read;
      past.keySet().retainAll(read.keySet());
    }
    List<Budget> budgets = new ArrayList<>(names.size());
    for (BudgetRows.Version name : names) {
      Budget known = inForce.get(name);
      if (known == null) {
        throw new IllegalStateException("budget " + name + " was not read");
      }
      budgets.add(known);
    }
    return budgets;
  }

  /**
   * The versions up to this one since the budget was last ended, in order.
   *
   * @param versions reads those of a budget
   */
  synchronized List<Budget> upTo(Budget budget, Function<String, List<Budget>> versions) {
    return past.computeIfAbsent(name(budget), name -> List.copyOf(versions.apply(budget.id())));
  }

  private static BudgetRows.Version name(Budget budget) {
    return new BudgetRows.Version(budget.id(), budget.version());
  }
}
