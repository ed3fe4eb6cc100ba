package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.budget.SpendIndex;
import io.gpuledger.cost.budget.SpendQuestion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The indexes that were made last. Every round asks the same questions of each of its periods, and
 * to make an index of ten thousand takes longer than to look rows up in it.
 */
final class SpendIndexes {
  /** More than there are kinds of periods, each of which may be asked for other budgets. */
  private static final int KEPT = 16;

  private final Map<List<SpendQuestion>, SpendIndex> known =
      new LinkedHashMap<>(KEPT, 1, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<SpendQuestion>, SpendIndex> eldest) {
          return size() > KEPT;
        }
      };

  /** The index of these questions, made anew where none of the last ones is of them. */
  synchronized SpendIndex of(List<SpendQuestion> questions) {
    return known.computeIfAbsent(List.copyOf(questions), SpendIndex::of);
  }
}
