package io.gpuledger.cost.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Finds which of many filters a row passes without trying each: a filter that a row can pass only
 * with certain values of some keys is tried for rows with them alone. Filters that look at the same
 * such keys are found by one look-up of the row's values.
 */
public final class FilterIndex<T> {
  /** The most combinations of values under which one filter stands, unless one key has more. */
  private static final int COMBINATIONS_LIMIT = 16;

  private final List<Entry<T>> entries;
  private final Map<List<GroupKey>, Map<List<String>, List<Integer>>> byValues;

  private record Entry<T>(Filter filter, T value) {}

  private FilterIndex(
      List<Entry<T>> entries, Map<List<GroupKey>, Map<List<String>, List<Integer>>> byValues) {
    this.entries = entries;
    this.byValues = byValues;
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
      Map<List<GroupKey>, Map<List<String>, List<Integer>>> byValues = new LinkedHashMap<>();
      for (int i = 0; i < entries.size(); i++) {
        List<Filter.Comparison> anchors = chosen(anchors(entries.get(i).filter()));
        Map<List<String>, List<Integer>> ofKeys =
            byValues.computeIfAbsent(
                anchors.stream().map(Filter.Comparison::key).toList(), keys -> new HashMap<>());
        for (List<String> values : combinations(anchors)) {
          ofKeys.computeIfAbsent(values, any -> new ArrayList<>()).add(i);
        }
      }
      return new FilterIndex<>(List.copyOf(entries), byValues);
    }

    /** One comparison of each of some keys, those with the fewest values first, by key. */
    private static List<Filter.Comparison> chosen(List<Filter.Comparison> anchors) {
      Map<GroupKey, Filter.Comparison> byKey = new TreeMap<>();
      int combinations = 1;
      List<Filter.Comparison> fewest =
          anchors.stream().sorted(Comparator.comparingInt(a -> a.values().size())).toList();
      for (Filter.Comparison anchor : fewest) {
        int more = combinations * anchor.values().size();
        boolean fits = byKey.isEmpty() || more <= COMBINATIONS_LIMIT;
        if (fits && !byKey.containsKey(anchor.key())) {
          byKey.put(anchor.key(), anchor);
          combinations = more;
        }
      }
      return List.copyOf(byKey.values());
    }

    private static List<List<String>> combinations(List<Filter.Comparison> anchors) {
      List<List<String>> all = List.of(List.of());
      for (Filter.Comparison anchor : anchors) {
        List<List<String>> longer = new ArrayList<>();
        for (List<String> before : all) {
          for (String value : anchor.values().stream().distinct().toList()) {
            List<String> one = new ArrayList<>(before);
            one.add(value);
            longer.add(List.copyOf(one));
          }
        }
        all = longer;
      }
      return all;
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
    int lists = 0;
    for (Map.Entry<List<GroupKey>, Map<List<String>, List<Integer>>> ofKeys : byValues.entrySet()) {
      List<String> values = new ArrayList<>(ofKeys.getKey().size());
      for (GroupKey key : ofKeys.getKey()) {
        values.add(row.apply(key));
      }
      int before = passed.size();
      for (int candidate : ofKeys.getValue().getOrDefault(values, List.of())) {
        if (entries.get(candidate).filter().matches(row)) {
          passed.add(candidate);
        }
      }
      lists += passed.size() > before ? 1 : 0;
    }
    if (lists > 1) {
      passed.sort(null);
    }
    List<T> found = new ArrayList<>(passed.size());
    passed.forEach(entry -> found.add(entries.get(entry).value()));
    return found;
  }
}
