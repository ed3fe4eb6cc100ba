package io.gpuledger.dashboard.report;

import io.gpuledger.cost.allocation.Owner;
import io.gpuledger.cost.close.Variance;
import io.gpuledger.cost.close.VarianceItem;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.query.VarianceFigures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Why a currency's total is not that of another month, in three lines of words. Their amounts are
 * parts of the total, so that a reader finds the same figure for the same words on one page; each
 * line after the first names the thing that moved it most. The mix of a team's service is of its
 * things together, so it goes by the service.
 */
final class VarianceWhy {
  private record Thing(VarianceItem.Kind kind, String key) {}

  private record Largest(String name, Amount amount) {
    static final Largest NONE = new Largest("", Amount.ZERO);

    /** The larger by size; of equal ones the earlier. */
    Largest or(String other, Amount change) {
      return size(change).compareTo(size(amount)) > 0 ? new Largest(other, change) : this;
    }

    private static Amount size(Amount of) {
      return of.signum() < 0 ? of.negated() : of;
    }

    String words() {
      return name.isEmpty() ? "" : ", most by " + name;
    }
  }

  private VarianceWhy() {}

  /**
   * The lines: usage, rate, and everything else.
   *
   * @param total of all groups of the currency
   */
  static List<Map<String, Object>> lines(
      String currency, Variance total, VarianceFigures before, VarianceFigures after) {
    Largest rate = Largest.NONE;
    Largest rest = Largest.NONE;
    TreeMap<VarianceFigures.Key, Boolean> keys = new TreeMap<>();
    before.groups().keySet().forEach(key -> keys.put(key, true));
    after.groups().keySet().forEach(key -> keys.put(key, true));
    for (VarianceFigures.Key key : keys.keySet()) {
      if (key.currency().equals(currency)) {
        for (Map.Entry<Thing, Variance> of : things(before.of(key), after.of(key)).entrySet()) {
          String name = name(key, of.getKey());
          rate = rate.or(name, of.getValue().rate());
          rest = rest.or(name, rest(of.getValue()));
        }
        // A thing by itself has no mix; what its group has of it is of all things together.
        Variance group = Variance.of(before.of(key).items(), after.of(key).items());
        rest = rest.or(name(key) + " (mix)", group.mix());
      }
    }
    return List.of(
        line("usage", total.usage(), "More or less used, at the average price before"),
        line("rate", total.rate(), "Other prices" + rate.words()),
        line(
            "rest",
            rest(total),
            "Everything else: mix, commitments, exchange rates, one-off, what came or went"
                + rest.words()));
  }

  private static Amount rest(Variance of) {
    return of.change().minus(of.usage()).minus(of.rate());
  }

  /** The parts of each thing on its own. */
  private static Map<Thing, Variance> things(
      VarianceFigures.Group before, VarianceFigures.Group after) {
    Map<Thing, VarianceItem> old = byThing(before);
    Map<Thing, VarianceItem> now = byThing(after);
    List<Thing> all = new ArrayList<>(old.keySet());
    now.keySet().stream().filter(thing -> !old.containsKey(thing)).forEach(all::add);
    Map<Thing, Variance> things = new LinkedHashMap<>();
    for (Thing thing : all) {
      things.put(
          thing,
          Variance.of(
              Optional.ofNullable(old.get(thing)).map(List::of).orElse(List.of()),
              Optional.ofNullable(now.get(thing)).map(List::of).orElse(List.of())));
    }
    return things;
  }

  private static Map<Thing, VarianceItem> byThing(VarianceFigures.Group group) {
    Map<Thing, VarianceItem> items = new LinkedHashMap<>();
    group.items().forEach(item -> items.put(new Thing(item.kind(), item.key()), item));
    return items;
  }

  private static String name(VarianceFigures.Key key) {
    String team = key.team().equals(Owner.UNATTRIBUTED_TEAM) ? "no owner" : key.team();
    return String.join(" / ", team, key.provider(), key.service());
  }

  private static String name(VarianceFigures.Key key, Thing thing) {
    return String.join(" / ", name(key), thing.key())
        + switch (thing.kind()) {
          case USAGE -> "";
          case UNUSED_COMMITMENT -> " unused";
          case ONE_OFF -> " (no usage)";
        };
  }

  private static Map<String, Object> line(String name, Amount amount, String words) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("line", name);
    line.put("amount", amount.toString());
    line.put("words", words);
    return line;
  }
}
