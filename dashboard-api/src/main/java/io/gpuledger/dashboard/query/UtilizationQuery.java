package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.filter.GroupKey.Name;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Device-time by state, from minute facts of published checkpoints.
 *
 * @param range which time
 * @param groupBy keys of the rows, out of {@link #KEYS}
 * @param granularity steps of time
 * @param filter which rows, over {@link #KEYS}
 */
public record UtilizationQuery(
    TimeRange range, List<GroupKey> groupBy, CostQuery.Granularity granularity, Filter filter) {
  /** Keys that telemetry knows. */
  public static final Set<Name> KEYS =
      Set.of(Name.TEAM, Name.DEVICE_MODEL, Name.CLUSTER, Name.NODE, Name.STATE);

  /** Most rows of an answer. */
  static final int ROWS_LIMIT = 100_000;

  private static final List<String> STATES =
      List.of("productive", "active", "held_idle", "unallocated", "unobserved");

  public UtilizationQuery {
    groupBy = List.copyOf(groupBy);
  }

  /** What is wrong with the question; empty if nothing is. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    Set<GroupKey> keys = new TreeSet<>(groupBy);
    keys.addAll(filter.keys());
    for (GroupKey key : keys) {
      if (!KEYS.contains(key.name())) {
        faults.add(
            key + " is not known to telemetry; known: cluster, deviceModel, node, state, team");
      }
    }
    return faults;
  }

  /** Rows: period, keys, state, state nanoseconds, effective nanoseconds. */
  BoundSql rows(Snapshot snapshot, AccessScope scope) {
    SqlWriter out = new SqlWriter();
    String names = String.join("", groupBy.stream().map(key -> column(key, out) + ", ").toList());
    out.add("SELECT " + period() + " AS period, " + names + "toString(state) AS of_state,")
        .add(" sum(state_nanos), sum(effective_nanos)");
    SnapshotSql.from(out, "gpu_usage_as_of", snapshot).add(" WHERE ");
    SnapshotSql.within(out, "minute", range).add(" AND ");
    new FilterSql(out, UtilizationQuery::column).write(filter);
    ScopeSql.write(scope, out);
    out.add(" GROUP BY period, " + names + "of_state ORDER BY period, " + names + "of_state LIMIT ")
        .bind("UInt32", String.valueOf(ROWS_LIMIT));
    return out.build();
  }

  private static String column(GroupKey key, SqlWriter out) {
    if (key.name() == Name.TEAM) {
      return "if(team = '', 'unattributed', toString(team))";
    }
    return "toString(" + CostTable.column(key, out) + ")";
  }

  private String period() {
    return switch (granularity) {
      case NONE -> "''";
      case HOUR -> "formatDateTime(toStartOfHour(minute), '%Y-%m-%dT%H:00:00Z')";
      case DAY -> "toString(toDate(minute))";
      case WEEK -> "toString(toMonday(minute))";
      case MONTH -> "toString(toStartOfMonth(minute))";
    };
  }

  Map<String, Object> answer(
      List<List<String>> rows, List<Map<String, Object>> freshness, Snapshot snapshot) {
    Map<List<String>, Map<String, String>> states = new LinkedHashMap<>();
    Map<List<String>, BigInteger> effective = new LinkedHashMap<>();
    BigInteger observed = BigInteger.ZERO;
    BigInteger time = BigInteger.ZERO;
    for (List<String> row : rows) {
      List<String> key = row.subList(0, 1 + groupBy.size());
      String state = row.get(key.size());
      BigInteger nanos = new BigInteger(row.get(key.size() + 1));
      states.computeIfAbsent(key, any -> zeros()).put(state, nanos.toString());
      effective.merge(key, new BigInteger(row.get(key.size() + 2)), BigInteger::add);
      time = time.add(nanos);
      observed = observed.add(state.equals("unobserved") ? BigInteger.ZERO : nanos);
    }
    List<Map<String, Object>> answers = new ArrayList<>();
    states.forEach(
        (key, byState) -> {
          Map<String, String> group = new LinkedHashMap<>();
          for (int i = 0; i < groupBy.size(); i++) {
            String value = key.get(1 + i);
            group.put(groupBy.get(i).text(), value.isEmpty() ? GroupKey.MISSING : value);
          }
          answers.add(
              Answers.fields(
                  "period",
                  key.get(0),
                  "group",
                  group,
                  "stateNanos",
                  byState,
                  "effectiveNanos",
                  String.valueOf(effective.get(key))));
        });
    return Answers.fields(
        "rows",
        answers,
        "coverage",
        Answers.fields("telemetry", Ratios.of(observed, time)),
        "freshness",
        freshness,
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  private static Map<String, String> zeros() {
    Map<String, String> zeros = new LinkedHashMap<>();
    STATES.forEach(state -> zeros.put(state, "0"));
    return zeros;
  }
}
