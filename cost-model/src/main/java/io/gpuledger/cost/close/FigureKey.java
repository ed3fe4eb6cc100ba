package io.gpuledger.cost.close;

import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import java.util.Collections;
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

  /** Unambiguous: each text is preceded by its length. */
  private String text() {
    StringBuilder text = new StringBuilder();
    groups.forEach((key, value) -> append(append(text, key), value));
    return append(text, currency).toString();
  }

  private static StringBuilder append(StringBuilder text, String part) {
    return text.append(part.length()).append(':').append(part);
  }

  @Override
  public int compareTo(FigureKey other) {
    int order = groups.toString().compareTo(other.groups.toString());
    order = order != 0 ? order : currency.compareTo(other.currency);
    return order != 0 ? order : text().compareTo(other.text());
  }

  @Override
  public String toString() {
    return groups + " " + currency;
  }
}
