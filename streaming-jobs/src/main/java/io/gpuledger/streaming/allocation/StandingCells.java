package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.SharedChargeRule;
import io.gpuledger.cost.allocation.SharedChargeRules;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.query.SqlText;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which published cells stand on others. What is charged to one account for others is divided by
 * the charges of these; and what goes by a month before, or found nothing to go by, is divided by
 * that month, its own account's or those of others. Such a cell is computed anew whenever what it
 * stands on is, in the same run, so that lines do not depend on what was loaded first.
 */
final class StandingCells {
  /** Stands for every account of a source; no account has an empty name. */
  private static final String WHOLE_SOURCE = "";

  private final LedgerClient client;
  private final SharedChargeRules rules;

  /** Published cells of accounts that are charged for others. */
  private final Set<CellKey> known = new HashSet<>();

  /** The last day of each account that has a published cell. */
  private final Map<String, LocalDate> lastDays = new HashMap<>();

  private final Set<String> billedFor = new HashSet<>();

  /** By source and account, one of the accounts that it hangs together with. */
  private final Map<String, String> parents = new HashMap<>();

  StandingCells(LedgerClient client, SharedChargeRules rules) {
    this.client = client;
    this.rules = rules;
    for (SharedChargeRule rule : rules.rules()) {
      billedFor.add(place(rule.source(), rule.billedIn()));
      rule.covers()
          .ifPresentOrElse(
              accounts -> accounts.forEach(account -> join(rule, account)),
              () -> join(rule, WHOLE_SOURCE));
    }
  }

  /** Takes note of a published cell. */
  void add(CellKey cell) {
    String place = place(cell.source(), cell.account());
    lastDays.merge(place, cell.day(), (one, other) -> one.isAfter(other) ? one : other);
    if (billedFor.contains(place)) {
      known.add(cell);
    }
  }

  /** The published cells that stand on any of some cells, directly or not, beside these. */
  Set<CellKey> on(Set<CellKey> cells) {
    Set<CellKey> all = new HashSet<>(cells);
    Set<CellKey> standing = new HashSet<>();
    Set<CellKey> newest = cells;
    while (!newest.isEmpty()) {
      Set<CellKey> next = onTheirDay(newest);
      next.addAll(lookingBack(newest));
      next.removeAll(all);
      all.addAll(next);
      standing.addAll(next);
      newest = next;
    }
    return standing;
  }

  private Set<CellKey> onTheirDay(Set<CellKey> cells) {
    Set<CellKey> standing = new HashSet<>();
    if (rules.isEmpty()) {
      return standing;
    }
    for (CellKey cell : cells) {
      for (String account : rules.standingOn(cell.source(), cell.account(), cell.day())) {
        CellKey key = new CellKey(cell.source(), account, cell.day());
        if (known.contains(key)) {
          standing.add(key);
        }
      }
    }
    return standing;
  }

  /** Months of some accounts of a source. */
  private static final class Wanted {
    final Map<String, Set<YearMonth>> months = new HashMap<>();
    YearMonth first = YearMonth.of(9999, 12);
    YearMonth last = YearMonth.of(0, 1);

    void add(String account, YearMonth month) {
      months.computeIfAbsent(account, added -> new HashSet<>()).add(month);
      first = month.isBefore(first) ? month : first;
      last = month.isAfter(last) ? month : last;
    }
  }

  /** The published cells after the months of some cells that went by a month before, or by none. */
  private Set<CellKey> lookingBack(Set<CellKey> cells) {
    Map<String, Wanted> wanted = new TreeMap<>();
    Set<String> looked = new HashSet<>();
    for (CellKey cell : cells) {
      YearMonth month = YearMonth.from(cell.day());
      if (looked.add(place(cell.source(), cell.account()) + "\n" + month)) {
        Set<String> accounts = new TreeSet<>();
        accounts.add(cell.account());
        accounts.addAll(rules.lookingBackAt(cell.source(), cell.account()));
        accounts.forEach(account -> want(cell.source(), account, month, wanted));
      }
    }
    Set<CellKey> found = new HashSet<>();
    wanted.forEach((source, of) -> find(source, of, found));
    return found;
  }

  private void want(String source, String account, YearMonth after, Map<String, Wanted> wanted) {
    LocalDate last = lastDays.get(place(source, account));
    YearMonth end = last == null ? after : YearMonth.from(last);
    for (int ahead = 1; ahead <= SharedMonths.MONTHS_LIMIT; ahead++) {
      YearMonth month = after.plusMonths(ahead);
      if (!month.isAfter(end)) {
        wanted.computeIfAbsent(source, added -> new Wanted()).add(account, month);
      }
    }
  }

  private void find(String source, Wanted wanted, Set<CellKey> found) {
    Map<String, String> question = new HashMap<>();
    question.put("source", source);
    question.put("first_day", String.valueOf(wanted.first.atDay(1).toEpochDay()));
    question.put("last_day", String.valueOf(wanted.last.atEndOfMonth().toEpochDay()));
    try (RowInput in =
        new RowInput(client.rows(SqlText.load("queries/allocation_looked_back"), question))) {
      while (in.hasNext()) {
        CellKey key = new CellKey(source, in.string(), LocalDate.ofEpochDay(in.uint16()));
        if (wanted
            .months
            .getOrDefault(key.account(), Set.of())
            .contains(YearMonth.from(key.day()))) {
          found.add(key);
        }
      }
    }
  }

  /** The same name for all accounts that stand on one another, directly or not. */
  String family(String source, String account) {
    if (rules.isEmpty()) {
      return account;
    }
    String whole = place(source, WHOLE_SOURCE);
    String root = root(parents.containsKey(whole) ? whole : place(source, account));
    return root.substring(root.indexOf('\n') + 1);
  }

  private void join(SharedChargeRule rule, String account) {
    String one = root(place(rule.source(), rule.billedIn()));
    String other = root(place(rule.source(), account));
    // The smaller is the root, so that names depend on the rules alone.
    if (!one.equals(other)) {
      boolean first = one.compareTo(other) < 0;
      parents.put(first ? other : one, first ? one : other);
    }
    parents.putIfAbsent(place(rule.source(), account), root(other));
  }

  private String root(String place) {
    String at = place;
    String parent = parents.get(at);
    while (parent != null && !parent.equals(at)) {
      at = parent;
      parent = parents.get(at);
    }
    return at;
  }

  private static String place(String source, String account) {
    return source + "\n" + account;
  }
}
