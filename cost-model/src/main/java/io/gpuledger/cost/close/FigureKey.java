package io.gpuledger.cost.close;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a figure is of.
 *
 * @param groups value by group key, such as team and metric; a missing value is {@code -}
 * @param currency of the figure
 */
public record FigureKey(SortedMap<String, String> groups, String currency)
    implements Comparable<FigureKey> {
  public FigureKey {
    groups = Collections.unmodifiableSortedMap(new TreeMap<>(groups));
    Faults.of("figure " + groups)
        .check(!currency.isBlank(), ProblemCode.NOT_A_CURRENCY, "currency", "is missing")
        .orRefuse();
  }

  public static FigureKey of(Map<String, String> groups, String currency) {
    return new FigureKey(new TreeMap<>(groups), currency);
  }

  @Override
  public int compareTo(FigureKey other) {
    Iterator<Map.Entry<String, String>> theirs = other.groups.entrySet().iterator();
    for (Map.Entry<String, String> mine : groups.entrySet()) {
      if (!theirs.hasNext()) {
        return 1;
      }
      Map.Entry<String, String> their = theirs.next();
      int order = mine.getKey().compareTo(their.getKey());
      order = order != 0 ? order : mine.getValue().compareTo(their.getValue());
      if (order != 0) {
        return order;
      }
    }
    return theirs.hasNext() ? -1 : currency.compareTo(other.currency);
  }

  @Override
  public String toString() {
    return groups + " " + currency;
  }
}
