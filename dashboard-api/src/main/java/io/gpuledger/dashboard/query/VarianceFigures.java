package io.gpuledger.dashboard.query;

import io.gpuledger.cost.close.VarianceItem;
import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a comparison of months needs of one month.
 *
 * @param groups by what a row of the report is of
 */
public record VarianceFigures(Map<Key, Group> groups) {
  /** What a row is of. */
  public record Key(String currency, String team, String provider, String service)
      implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = currency.compareTo(other.currency);
      order = order != 0 ? order : team.compareTo(other.team);
      order = order != 0 ? order : provider.compareTo(other.provider);
      return order != 0 ? order : service.compareTo(other.service);
    }
  }

  /**
   * The costs of a row.
   *
   * @param deviceNanos device-time behind the money
   * @param linesWithout lines that lack the cost which is compared
   */
  public record Group(List<VarianceItem> items, BigInteger deviceNanos, long linesWithout) {
    public static final Group NONE = new Group(List.of(), BigInteger.ZERO, 0);

    public Group {
      items = List.copyOf(items);
    }

    Group plus(Group more) {
      List<VarianceItem> both = new ArrayList<>(items);
      both.addAll(more.items);
      return new Group(both, deviceNanos.add(more.deviceNanos), linesWithout + more.linesWithout);
    }
  }

  public VarianceFigures {
    groups = Collections.unmodifiableMap(new TreeMap<>(groups));
  }

  public Group of(Key key) {
    return groups.getOrDefault(key, Group.NONE);
  }

  /** Sums by currency. */
  public Map<String, Amount> totals() {
    Map<String, Amount> totals = new TreeMap<>();
    groups.forEach(
        (key, group) ->
            group.items().forEach(item -> totals.merge(key.currency(), item.cost(), Amount::plus)));
    return totals;
  }
}
