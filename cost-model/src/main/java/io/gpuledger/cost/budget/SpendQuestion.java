package io.gpuledger.cost.budget;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import java.util.Collections;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the rows of a period. Questions are keys of large maps and are asked again and
 * again: what follows from the filter is worked out once.
 */
public final class SpendQuestion {
  private final Filter filter;
  private final Counted counted;
  private final Set<GroupKey> keys;
  private final boolean shared;
  private final int hash;

  /** Asks for the charges that pass a filter, as far as they count. */
  public SpendQuestion(Filter filter, Counted counted) {
    this.filter = filter;
    this.counted = counted;
    Set<GroupKey> all = new TreeSet<>(filter.keys());
    counted.excluded().forEach(part -> all.add(part.key()));
    this.keys = Collections.unmodifiableSet(all);
    this.shared = all.stream().allMatch(key -> key.grain() == GroupKey.Grain.SHARED);
    this.hash = Objects.hash(filter, counted);
  }

  public Filter filter() {
    return filter;
  }

  public Counted counted() {
    return counted;
  }

  /** The keys that decide whether a row counts, in order. */
  public Set<GroupKey> keys() {
    return keys;
  }

  /** Whether every key is in the daily sums by shared keys. */
  public boolean isShared() {
    return shared;
  }

  /** Whether a row counts. */
  public boolean counts(Function<GroupKey, String> row) {
    return filter.matches(row) && counted.counts(row);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof SpendQuestion question
            && hash == question.hash
            && filter.equals(question.filter)
            && counted.equals(question.counted));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return filter.text() + " " + counted;
  }
}
