package io.gpuledger.dashboard.alert;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Thresholds that were reported, of one kind of spend in some periods. */
public final class ReportedThresholds {
  private final Map<Key, Set<Integer>> thresholds = new HashMap<>();

  private record Key(String budgetId, long version, String period) {}

  /** One of them. */
  record One(String budgetId, long version, String period, int threshold) {}

  void add(One one) {
    thresholds
        .computeIfAbsent(
            new Key(one.budgetId(), one.version(), one.period()), any -> new TreeSet<>())
        .add(one.threshold());
  }

  /** Those of a version of a budget in a period, in order. */
  public Set<Integer> of(String budgetId, long version, String period) {
    return Set.copyOf(thresholds.getOrDefault(new Key(budgetId, version, period), Set.of()));
  }
}
