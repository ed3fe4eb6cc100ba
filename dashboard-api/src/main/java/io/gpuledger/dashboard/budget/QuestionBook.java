package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.budget.Counted;
import io.gpuledger.cost.budget.SpendQuestion;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The questions of budgets, each read from its filter once: to read one takes longest. */
final class QuestionBook {
  /** More than there are budgets; what is no longer asked goes with all others. */
  private static final int LIMIT = 4 * io.gpuledger.cost.budget.Budget.ORIGIN_LIMIT;

  private final Map<Text, SpendQuestion> known = new ConcurrentHashMap<>();

  private record Text(String filter, Counted counted) {}

  /** What is asked for a budget; the same object for the same question. */
  SpendQuestion of(Budget budget) {
    if (known.size() >= LIMIT) {
      known.clear();
    }
    return known.computeIfAbsent(
        new Text(budget.filter(), budget.plan().counted()), text -> budget.question());
  }
}
