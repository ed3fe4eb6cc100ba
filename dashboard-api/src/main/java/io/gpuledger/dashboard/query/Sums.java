package io.gpuledger.dashboard.query;

import io.gpuledger.cost.money.Amount;
import java.util.Map;
import java.util.TreeMap;

/** Sums by currency, as {@link SnapshotSql#sums} writes them. */
final class Sums {
  private Sums() {}

  static Map<String, String> parse(String text) {
    Map<String, String> sums = new TreeMap<>();
    for (String entry : text.split(";", -1)) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        Amount amount = Amount.parse(entry.substring(equals + 1));
        sums.put(entry.substring(0, equals), amount.toString());
      }
    }
    return sums;
  }

  /** Whether two sums agree, absent being zero. */
  static boolean agree(Map<String, String> left, Map<String, String> right) {
    return without(left).equals(without(right));
  }

  private static Map<String, String> without(Map<String, String> sums) {
    Map<String, String> some = new TreeMap<>(sums);
    some.values().removeIf("0"::equals);
    return some;
  }
}
