package io.gpuledger.streaming.allocation;

import io.gpuledger.cost.allocation.SharedChargeRule;
import io.gpuledger.cost.allocation.SharedChargeRules;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which cells stand on others by rule: what is charged to one account for others is divided by the
 * charges of these, so it is computed anew whenever they are, in the same run.
 */
final class StandingCells {
  /** Stands for every account of a source; no account has an empty name. */
  private static final String WHOLE_SOURCE = "";

  private final SharedChargeRules rules;

  /** Published cells of accounts that are charged for others. */
  private final Set<CellKey> known = new HashSet<>();

  private final Set<String> billedFor = new HashSet<>();

  /** By source and account, one of the accounts that it hangs together with. */
  private final Map<String, String> parents = new HashMap<>();

  StandingCells(SharedChargeRules rules) {
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
    if (!rules.isEmpty() && billedFor.contains(place(cell.source(), cell.account()))) {
      known.add(cell);
    }
  }

  /** The published cells that stand on any of some cells. */
  Set<CellKey> on(Set<CellKey> cells) {
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
