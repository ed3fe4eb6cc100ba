package io.gpuledger.dashboard.query;

import io.gpuledger.cost.energy.CarbonSites;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Measured energy of devices by group, from minute facts of published checkpoints. A device that is
 * cut into slices counts once.
 *
 * @param range whole UTC days
 * @param groupBy keys of the rows, out of {@link UtilizationQuery#KEYS}
 * @param filter which rows, over the same keys
 * @param limit groups at most, those with most device-time; the rest is the {@code other}
 * @param carbon whether carbon is told as well
 */
public record EnergyQuery(
    TimeRange range, List<GroupKey> groupBy, Filter filter, int limit, boolean carbon) {
  private static final String SUMS =
      "sum(toInt128(energy_microjoules)), "
          + times("energy_observed_nanos")
          + ", "
          + times("state_nanos");

  public EnergyQuery {
    groupBy = List.copyOf(groupBy);
  }

  private static String times(String column) {
    String of = "toInt128(" + column + ")";
    return "sum("
        + of
        + "), sumIf("
        + of
        + ", state IN ('productive', 'active', 'held_idle')), sumIf("
        + of
        + ", state IN ('productive', 'active')), sumIf("
        + of
        + ", state = 'productive')";
  }

  /** What is wrong with the question; empty if nothing is. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>(CostQuery.dayFaults(range));
    Set<GroupKey> keys = new TreeSet<>(groupBy);
    keys.addAll(filter.keys());
    for (GroupKey key : keys) {
      if (!UtilizationQuery.KEYS.contains(key.name())) {
        faults.add(
            key
                + " is not known to telemetry, which measures energy;"
                + " known: cluster, deviceModel, node, state, team");
      }
    }
    return faults;
  }

  /**
   * Rows: keys, cluster, number of the piece of time, energy, four metered times, four times in
   * inventory. A group has a row for each of its clusters and each piece of time.
   *
   * @param borders starts of the pieces of time, the first at the start of the range
   */
  BoundSql rows(List<Instant> borders, WeighedUsage usage, AccessScope scope) {
    SqlWriter out = new SqlWriter();
    List<String> keys = groupBy.stream().map(key -> UtilizationQuery.column(key, out)).toList();
    out.add("SELECT " + String.join("", keys.stream().map(key -> key + ", ").toList()));
    pieces(borders, out);
    from(usage, scope, out);
    if (!keys.isEmpty()) {
      String names = String.join(", ", keys);
      out.add(" AND tuple(" + names + ") IN (SELECT tuple(" + names + ")");
      from(usage, scope, out);
      out.add(" GROUP BY " + names + " ORDER BY sum(toInt128(state_nanos)) DESC, " + names)
          .add(" LIMIT ")
          .bind("UInt32", String.valueOf(limit))
          .add(")");
    }
    String names = String.join("", keys.stream().map(key -> key + ", ").toList());
    out.add(" GROUP BY " + names + "site, piece ORDER BY " + names + "site, piece");
    return out.build();
  }

  /** Rows as {@link #rows} without keys, of all groups. */
  BoundSql totals(List<Instant> borders, WeighedUsage usage, AccessScope scope) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT ");
    pieces(borders, out);
    from(usage, scope, out);
    out.add(" GROUP BY site, piece ORDER BY site, piece");
    return out.build();
  }

  private static void pieces(List<Instant> borders, SqlWriter out) {
    List<String> seconds = borders.stream().map(SnapshotSql::seconds).toList();
    out.add("toString(cluster) AS site, arrayCount(b -> b <= toUnixTimestamp(minute), ")
        .bind("Array(Int64)", "[" + String.join(",", seconds) + "]")
        .add(") AS piece, " + SUMS);
  }

  private void from(WeighedUsage usage, AccessScope scope, SqlWriter out) {
    usage.minutes(out, range).add(" WHERE ");
    new FilterSql(out, UtilizationQuery::column).write(filter);
    ScopeSql.write(scope, out);
  }

  /** The sites under which the question is asked, cut to what its pieces need. */
  List<Instant> borders(CarbonSites sites) {
    return carbon ? sites.borders(range) : List.of(range.start());
  }
}
