package io.gpuledger.cost.close;

import io.gpuledger.cost.money.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What changed between two instants at which figures were known, such as since a sign-off.
 *
 * @param changes in order of their keys; also a figure of zero that came or went is one
 */
public record FigureDiff(List<FigureChange> changes) {
  public FigureDiff {
    changes = List.copyOf(changes);
  }

  /** All figures that are in one set only, or differ. */
  public static FigureDiff of(FigureSet before, FigureSet after) {
    TreeSet<FigureKey> keys = new TreeSet<>(before.figures().keySet());
    keys.addAll(after.figures().keySet());
    List<FigureChange> changes = new ArrayList<>();
    for (FigureKey key : keys) {
      Optional<Amount> old = Optional.ofNullable(before.figures().get(key));
      Optional<Amount> now = Optional.ofNullable(after.figures().get(key));
      if (!old.equals(now)) {
        changes.add(new FigureChange(key, old, now));
      }
    }
    return new FigureDiff(changes);
  }

  /** The sum of the changes by currency; adding it to the totals before gives those after. */
  public SortedMap<String, Amount> totals() {
    SortedMap<String, Amount> totals = new TreeMap<>();
    for (FigureChange change : changes) {
      totals.merge(change.key().currency(), change.delta(), Amount::plus);
    }
    return totals;
  }
}
