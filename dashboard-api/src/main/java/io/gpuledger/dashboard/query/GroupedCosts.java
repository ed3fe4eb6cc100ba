package io.gpuledger.dashboard.query;

import io.gpuledger.cost.money.Amount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Rows and totals of a {@link CostQuery} from one reading of the table instead of two or three. The
 * statement's groups are finer than the rows: by the two marks of the totals, by basis and by sign;
 * and a group may come in two parts.
 *
 * @param rows as {@link CostQuery#rows} answers them
 * @param totals as {@link CostQuery#totals} answers them
 */
record GroupedCosts(List<List<String>> rows, List<List<String>> totals) {
  /** Most groups that are added up here; of more, the engine is asked for the largest. */
  static final int GROUPS_LIMIT = 20_000;

  private static final class Row {
    private Amount fromBill = Amount.ZERO;
    private Amount estimated = Amount.ZERO;
    private Amount total = Amount.ZERO;
  }

  private static final class Total {
    private Amount amount = Amount.ZERO;
    private BigInteger nanos = BigInteger.ZERO;
    private Amount size = Amount.ZERO;
    private BigInteger without = BigInteger.ZERO;
  }

  /**
   * Adds up groups.
   *
   * @param keys how many keys a group has
   * @param groups period, keys, currency, unobserved, unattributed, basis, below zero, amount,
   *     device nanoseconds, lines without the cost
   * @param limit most groups, each with all its periods; the totals are of all
   */
  static GroupedCosts of(int keys, List<List<String>> groups, int limit) {
    Map<List<String>, Row> rows = new LinkedHashMap<>();
    Map<List<String>, Amount> wholes = new LinkedHashMap<>();
    Map<List<String>, Total> totals = new TreeMap<>(inOrder());
    for (List<String> group : groups) {
      int at = keys + 2;
      Row row = rows.computeIfAbsent(group.subList(0, at), key -> new Row());
      Amount amount = Amount.parse(group.get(at + 4));
      switch (group.get(at + 2)) {
        case "from_bill" -> row.fromBill = row.fromBill.plus(amount);
        case "estimated" -> row.estimated = row.estimated.plus(amount);
        default -> {}
      }
      row.total = row.total.plus(amount);
      wholes.merge(group.subList(1, at), amount, Amount::plus);
      Total total = totals.computeIfAbsent(group.subList(keys + 1, at + 2), key -> new Total());
      total.amount = total.amount.plus(amount);
      total.nanos = total.nanos.add(new BigInteger(group.get(at + 5)));
      total.size = total.size.plus(size(amount));
      total.without = total.without.add(new BigInteger(group.get(at + 6)));
    }
    Set<List<String>> shown =
        wholes.entrySet().stream()
            .sorted(largestFirst(GroupedCosts::size))
            .limit(limit)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    List<List<String>> sorted =
        rows.entrySet().stream()
            .filter(row -> shown.contains(row.getKey().subList(1, keys + 2)))
            .sorted(
                Comparator.comparing((Map.Entry<List<String>, Row> row) -> row.getKey().get(0))
                    .thenComparing(largestFirst(row -> size(row.total))))
            .map(row -> text(row.getKey(), row.getValue()))
            .toList();
    List<List<String>> sums = new ArrayList<>();
    totals.forEach((key, total) -> sums.add(text(key, total)));
    return new GroupedCosts(sorted, sums);
  }

  private static List<String> text(List<String> key, Row row) {
    List<String> text = new ArrayList<>(key.size() + 2);
    text.addAll(key);
    text.add(row.fromBill.toString());
    text.add(row.estimated.toString());
    return text;
  }

  private static List<String> text(List<String> key, Total total) {
    List<String> text = new ArrayList<>(key);
    text.add(total.amount.toString());
    text.add(total.nanos.toString());
    text.add(total.size.toString());
    text.add(total.without.toString());
    return text;
  }

  private static <V> Comparator<Map.Entry<List<String>, V>> largestFirst(Function<V, Amount> size) {
    return Comparator.comparing((Map.Entry<List<String>, V> entry) -> size.apply(entry.getValue()))
        .reversed()
        .thenComparing(Map.Entry::getKey, inOrder());
  }

  private static Amount size(Amount amount) {
    return amount.signum() < 0 ? amount.negated() : amount;
  }

  private static Comparator<List<String>> inOrder() {
    return (left, right) -> {
      for (int i = 0; i < left.size(); i++) {
        int order = left.get(i).compareTo(right.get(i));
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }
}
