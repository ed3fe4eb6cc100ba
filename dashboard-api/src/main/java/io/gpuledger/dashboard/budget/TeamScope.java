package io.gpuledger.dashboard.budget;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.Operator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** To which teams a filter confines what it matches. */
final class TeamScope {
  private TeamScope() {}

  /** The teams in order, or an empty list if rows of any team may match. */
  static List<String> of(Filter filter) {
    return find(filter).map(List::copyOf).orElse(List.of());
  }

  private static Optional<Set<String>> find(Filter filter) {
    if (filter instanceof Filter.Comparison comparison) {
      boolean confines =
          comparison.key().name() == GroupKey.Name.TEAM && comparison.operator() == Operator.EQUAL;
      return confines ? Optional.of(new TreeSet<>(comparison.values())) : Optional.empty();
    }
    if (filter instanceof Filter.And and) {
      return and.parts().stream().map(TeamScope::find).flatMap(Optional::stream).findFirst();
    }
    if (filter instanceof Filter.Or or) {
      Set<String> union = new TreeSet<>();
      for (Filter part : or.parts()) {
        Optional<Set<String>> teams = find(part);
        if (teams.isEmpty()) {
          return Optional.empty();
        }
        union.addAll(teams.get());
      }
      return Optional.of(union);
    }
    throw new IllegalStateException("unknown filter " + filter);
  }
}
