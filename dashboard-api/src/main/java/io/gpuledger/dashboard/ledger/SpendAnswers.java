package io.gpuledger.dashboard.ledger;

import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.budget.SpendTotal;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.query.Snapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What budgets were found to have spent by the newest snapshot. Nothing of it changes before
 * another is published, so the rounds that evaluate, forecast and raise read it once.
 */
final class SpendAnswers {
  /** A run may be published at the very instant of the one before. */
  private static final Comparator<Snapshot> ORDER =
      Comparator.comparing(Snapshot::asOf).thenComparingLong(Snapshot::runNo);

  /** Periods of which answers are kept. */
  private static final int RANGES = 64;

  /** Answers of a period that are kept; beyond, all of it is asked anew. */
  private static final int QUESTIONS = 40_000;

  private Snapshot newest = new Snapshot(Instant.MIN, 0);
  private final Map<TimeRange, Map<SpendQuestion, SpendTotal>> byRange =
      new LinkedHashMap<>(RANGES, 1, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<TimeRange, Map<SpendQuestion, SpendTotal>> eldest) {
          return size() > RANGES;
        }
      };

  /** The answers of a period so far, to be added to; of an earlier snapshot none are kept. */
  synchronized Map<SpendQuestion, SpendTotal> of(Snapshot snapshot, TimeRange range) {
    int order = ORDER.compare(snapshot, newest);
    if (order < 0) {
      return new ConcurrentHashMap<>();
    }
    if (order > 0) {
      byRange.clear();
      newest = snapshot;
    }
    Map<SpendQuestion, SpendTotal> known =
        byRange.computeIfAbsent(range, none -> new ConcurrentHashMap<>());
    if (known.size() > QUESTIONS) {
      known.clear();
    }
    return known;
  }
}
