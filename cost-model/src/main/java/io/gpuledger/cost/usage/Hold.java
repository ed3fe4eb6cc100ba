package io.gpuledger.cost.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Who holds a device at an instant, in equal shares, grouped by the team each belonged to when it
 * was seen. Empty where nobody does.
 *
 * @param groups one per team, ordered by team
 */
public record Hold(List<Group> groups) {
  /** Nobody. */
  public static final Hold NONE = new Hold(List.of());

  /**
   * The holders of one team.
   *
   * @param team the team, or empty where no rule names one
   * @param holders its holders, ordered by key
   */
  public record Group(String team, List<Holder> holders) {
    public Group {
      holders = List.copyOf(holders);
    }
  }

  public Hold {
    groups = List.copyOf(groups);
  }

  public static Hold of(Iterable<Holder> holders, Function<Holder, String> teamOf) {
    SortedMap<String, TreeSet<Holder>> byTeam = new TreeMap<>();
    for (Holder holder : holders) {
      byTeam.computeIfAbsent(teamOf.apply(holder), team -> new TreeSet<>()).add(holder);
    }
    List<Group> groups = new ArrayList<>(byTeam.size());
    byTeam.forEach((team, members) -> groups.add(new Group(team, List.copyOf(members))));
    return groups.isEmpty() ? NONE : new Hold(groups);
  }

  /**
   * Both sets together. Where they disagree on a team the later name in the alphabet stands, so
   * that order does not matter.
   */
  public Hold union(Hold other) {
    if (equals(other) || other.groups.isEmpty()) {
      return this;
    }
    if (groups.isEmpty()) {
      return other;
    }
    SortedMap<Holder, String> teams = new TreeMap<>();
    for (Hold hold : List.of(this, other)) {
      for (Group group : hold.groups) {
        for (Holder holder : group.holders) {
          teams.merge(holder, group.team, (a, b) -> a.compareTo(b) >= 0 ? a : b);
        }
      }
    }
    // A name beats the guess that somebody unknown holds the device.
    if (teams.size() > 1) {
      teams.remove(Holder.UNKNOWN);
    }
    return of(teams.keySet(), holder -> teams.getOrDefault(holder, ""));
  }

  public boolean isEmpty() {
    return groups.isEmpty();
  }

  /** Whether no label named a holder and the device was in use all the same. */
  public boolean isUnknown() {
    return groups.size() == 1
        && groups.get(0).holders.size() == 1
        && groups.get(0).holders.get(0).kind() == Holder.Kind.UNKNOWN;
  }

  /** Number of holders; each has a share of one over this. */
  public int size() {
    int size = 0;
    for (Group group : groups) {
      size += group.holders.size();
    }
    return size;
  }
}
