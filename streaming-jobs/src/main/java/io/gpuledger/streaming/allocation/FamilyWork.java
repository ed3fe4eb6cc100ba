package io.gpuledger.streaming.allocation;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is pending of one family of accounts: accounts of which one stands on another's charges, or
 * one account by itself.
 *
 * <p>It is cut only where one run cannot take it whole: between months first, because what stands
 * on others stands on the same day. A delivery is never cut, nor the loss of one, so months that
 * one reaches over stay together. Where even these are too many cells, they are cut between
 * accounts; whoever stands on these is then computed with each part.
 */
final class FamilyWork {
  /**
   * What may be done at once.
   *
   * @param cells at least one, but for a family that has none
   * @param fresh new deliveries, whole
   */
  record Portion(Set<CellKey> cells, List<String> fresh) {}

  final Set<CellKey> cells = new HashSet<>();

  /** New deliveries and the accounts that they are of. */
  final TreeMap<String, String> fresh = new TreeMap<>();

  /** By delivery that is new or lost, the months that it reaches over. */
  private final Map<String, Set<YearMonth>> reaches = new HashMap<>();

  boolean changed;
  boolean otherRules;
  boolean taken;

  /** Takes note that a delivery, new or lost, has charges in a cell. */
  void add(CellKey cell, String deliveryId) {
    cells.add(cell);
    reaches.computeIfAbsent(deliveryId, added -> new TreeSet<>()).add(YearMonth.from(cell.day()));
  }

  /** The work in the order in which it is done, in one portion where it is not above a limit. */
  List<Portion> portions(int limit) {
    boolean one = cells.stream().map(CellKey::account).distinct().limit(2).count() < 2;
    if (one || cells.size() <= limit) {
      return List.of(new Portion(cells, List.copyOf(fresh.keySet())));
    }
    List<Portion> portions = new ArrayList<>();
    for (Portion months : byMonths()) {
      if (months.cells.size() <= limit) {
        portions.add(months);
      } else {
        portions.addAll(byAccounts(months));
      }
    }
    return portions;
  }

  private List<Portion> byMonths() {
    Map<YearMonth, YearMonth> first = new HashMap<>();
    cells.forEach(cell -> first.putIfAbsent(month(cell), month(cell)));
    reaches.values().forEach(months -> join(first, months));
    TreeMap<YearMonth, Portion> portions = new TreeMap<>();
    for (CellKey cell : cells) {
      at(portions, root(first, month(cell))).cells.add(cell);
    }
    for (String delivery : fresh.keySet()) {
      Set<YearMonth> months = reaches.getOrDefault(delivery, Set.of());
      YearMonth of = months.isEmpty() ? portions.firstKey() : root(first, months.iterator().next());
      at(portions, of).fresh.add(delivery);
    }
    return List.copyOf(portions.values());
  }

  private List<Portion> byAccounts(Portion of) {
    TreeMap<String, Portion> portions = new TreeMap<>();
    of.cells.forEach(cell -> at(portions, cell.account()).cells.add(cell));
    of.fresh.forEach(
        delivery ->
            at(portions, fresh.getOrDefault(delivery, portions.firstKey())).fresh.add(delivery));
    return List.copyOf(portions.values());
  }

  private static <K> Portion at(Map<K, Portion> portions, K key) {
    return portions.computeIfAbsent(key, added -> new Portion(new HashSet<>(), new ArrayList<>()));
  }

  /** The earliest of the months that hang together stands for all of them. */
  private static void join(Map<YearMonth, YearMonth> first, Set<YearMonth> months) {
    YearMonth earliest =
        months.stream()
            .map(month -> root(first, month))
            .min(Comparator.naturalOrder())
            .orElseThrow();
    months.forEach(month -> first.put(root(first, month), earliest));
  }

  private static YearMonth root(Map<YearMonth, YearMonth> first, YearMonth month) {
    YearMonth at = month;
    YearMonth before = first.getOrDefault(at, at);
    while (!before.equals(at)) {
      at = before;
      before = first.getOrDefault(at, at);
    }
    return at;
  }

  private static YearMonth month(CellKey cell) {
    return YearMonth.from(cell.day());
  }
}
