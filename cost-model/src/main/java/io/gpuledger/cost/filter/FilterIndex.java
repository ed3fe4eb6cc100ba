package io.gpuledger.cost.filter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Finds which of many filters a row passes without trying each: a filter that a row can pass only
 * with certain values of one key is tried for rows with one of them alone. Of several such keys the
 * one whose values the fewest filters want is taken.
 */
public final class FilterIndex<T> {
  private final List<Entry<T>> entries;
  private final Map<GroupKey, Map<String, List<Integer>>> byValue;
  private final List<Integer> anywhere;

  private record Entry<T>(Filter filter, T value) {}

  private FilterIndex(
      List<Entry<T>> entries,
      Map<GroupKey, Map<String, List<Integer>>> byValue,
      List<Integer> anywhere) {
    this.entries = entries;
    this.byValue = byValue;
    this.anywhere = anywhere;
  }

  /** Filters that will make an index. */
  public static final class Builder<T> {
    private final List<Entry<T>> entries = new ArrayList<>();

    /** Adds a filter and what is found by it. */
    public Builder<T> add(Filter filter, T value) {
      entries.add(new Entry<>(filter, value));
      return this;
    }

    public FilterIndex<T> build() {
      List<List<Filter.Comparison>> anchors = new ArrayList<>();
      Map<GroupKey, Map<String, Integer>> wanted = new HashMap<>();
      for (Entry<T> entry : entries) {
        List<Filter.Comparison> own = anchors(entry.filter());
        anchors.add(own);
        own.forEach(
            anchor ->
                anchor
                    .values()
                    .forEach(
                        value ->
                            wanted
                                .computeIfAbsent(anchor.key(), key -> new HashMap<>())
                                .merge(value, 1, Integer::sum)));
      }
      Map<GroupKey, Map<String, List<Integer>>> byValue = new LinkedHashMap<>();
      List<Integer> anywhere = new ArrayList<>();
      for (int i = 0; i < entries.size(); i++) {
        Filter.Comparison best = null;
        long least = Long.MAX_VALUE;
        for (Filter.Comparison anchor : anchors.get(i)) {
          Map<String, Integer> counts = wanted.getOrDefault(anchor.key(), Map.of());
          long filters = anchor.values().stream().mapToLong(v -> counts.getOrDefault(v, 0)).sum();
          if (filters < least) {
            least = filters;
            best = anchor;
          }
        }
        if (best == null) {
          anywhere.add(i);
          continue;
        }
        Map<String, List<Integer>> values =
            byValue.computeIfAbsent(best.key(), key -> new HashMap<>());
        for (String value : best.values().stream().distinct().toList()) {
          values.computeIfAbsent(value, any -> new ArrayList<>()).add(i);
        }
      }
      return new FilterIndex<>(List.copyOf(entries), byValue, anywhere);
    }

    /** Comparisons one of whose values a row must have to pass. */
    private static List<Filter.Comparison> anchors(Filter filter) {
      if (filter instanceof Filter.Comparison comparison) {
        return comparison.operator() == Operator.EQUAL ? List.of(comparison) : List.of();
      }
      if (filter instanceof Filter.And and) {
        return and.parts().stream().flatMap(part -> anchors(part).stream()).toList();
      }
      return filter instanceof Filter.Or or ? anchorOfAlternatives(or) : List.of();
    }

    /** Alternatives of one key are one comparison with the values of all. */
    private static List<Filter.Comparison> anchorOfAlternatives(Filter.Or or) {
      List<String> values = new ArrayList<>();
      GroupKey key = null;
      for (Filter part : or.parts()) {
        List<Filter.Comparison> own = anchors(part);
        if (own.isEmpty() || (key != null && !own.get(0).key().equals(key))) {
          return List.of();
        }
        key = own.get(0).key();
        values.addAll(own.get(0).values());
      }
      return key == null ? List.of() : List.of(new Filter.Comparison(key, Operator.EQUAL, values));
    }
  }

  /** What the filters that a row passes find, in the order in which they were added. */
  public List<T> matching(Function<GroupKey, String> row) {
    List<Integer> passed = new ArrayList<>();
    int lists = addPassed(anywhere, row, passed);
    for (Map.Entry<GroupKey, Map<String, List<Integer>>> key : byValue.entrySet()) {
      List<Integer> candidates = key.getValue().getOrDefault(row.apply(key.getKey()), List.of());
      lists += addPassed(candidates, row, passed);
    }
    if (lists > 1) {
      passed.sort(null);
    }
    List<T> found = new ArrayList<>(passed.size());
    passed.forEach(entry -> found.add(entries.get(entry).value()));
    return found;
  }

  /** Tells 1 if one passed, else 0. */
  private int addPassed(
      List<Integer> candidates, Function<GroupKey, String> row, List<Integer> passed) {
    int before = passed.size();
    for (int candidate : candidates) {
      if (entries.get(candidate).filter().matches(row)) {
        passed.add(candidate);
      }
    }
    return passed.size() > before ? 1 : 0;
  }
}
