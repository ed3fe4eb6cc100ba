package io.gpuledger.cost.budget;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What is asked of the rows of a period. */
public record SpendQuestion(Filter filter, Counted counted) {
  /** The keys that decide whether a row counts. */
  public Set<GroupKey> keys() {
    Set<GroupKey> keys = new TreeSet<>(filter.keys());
    counted.excluded().forEach(part -> keys.add(part.key()));
    return keys;
  }

  /** Whether every key is in the daily sums by shared keys. */
  public boolean isShared() {
    return keys().stream().allMatch(key -> key.grain() == GroupKey.Grain.SHARED);
  }

  /** Whether a row counts. */
  public boolean counts(Function<GroupKey, String> row) {
    return filter.matches(row) && ChargePart.isOfNone(counted.excluded(), row);
  }
}
