package io.gpuledger.dashboard.budget;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Versions of budgets as they were read before, and what follows from them. A version that is
 * written never changes, so only its name has to be read again.
 *
 * <p>It holds no lock while the state is read: whoever reads has the lock of the state, before or
 * after. Two that read the same at once read it twice.
 */
final class KnownVersions {
  private volatile Map<BudgetRows.Version, Budget> inForce = Map.of();
  private final Map<BudgetRows.Version, List<Budget>> past = new ConcurrentHashMap<>();

  /** As {@link BudgetRows#inForce(Connection, Instant)}. */
  List<Budget> inForce(Connection connection, Instant at) throws SQLException {
    List<BudgetRows.Version> names = BudgetRows.namesInForce(connection, at);
    Map<BudgetRows.Version, Budget> known = inForce;
    if (!known.keySet().containsAll(names)) {
      Map<BudgetRows.Version, Budget> read = new HashMap<>();
      for (Budget budget : BudgetRows.inForce(connection, at)) {
        BudgetRows.Version name = name(budget);
        read.put(name, known.getOrDefault(name, budget));
      }
      known = Map.copyOf(read);
      inForce = known;
      past.keySet().retainAll(known.keySet());
    }
    List<Budget> budgets = new ArrayList<>(names.size());
    for (BudgetRows.Version name : names) {
      Budget budget = known.get(name);
      if (budget == null) {
        throw new IllegalStateException("budget " + name + " was not read");
      }
      budgets.add(budget);
    }
    return budgets;
  }

  /**
   * The versions up to this one since the budget was last ended, in order.
   *
   * @param versions reads those of a budget
   */
  List<Budget> upTo(Budget budget, Function<String, List<Budget>> versions) {
    BudgetRows.Version name = name(budget);
    List<Budget> known = past.get(name);
    if (known == null) {
      known = List.copyOf(versions.apply(budget.id()));
      past.put(name, known);
    }
    return known;
  }

  private static BudgetRows.Version name(Budget budget) {
    return new BudgetRows.Version(budget.id(), budget.version());
  }
}
