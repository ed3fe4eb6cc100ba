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
 * Device-time by state, from minute facts of published checkpoints. A device that is cut into
 * slices counts once.
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

  private static final List<String> STATES =
      List.of("productive", "active", "held_idle", "unallocated", "unobserved");

  private static final String SUMS =
      String.join(
              "",
              STATES.stream()
                  .map(s -> "sumIf(toInt128(state_nanos), state = '" + s + "'), ")
                  .toList())
          + "sum(toInt128(effective_nanos))";

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

  /** Rows: period, keys, nanoseconds of each of {@link #STATES}, effective nanoseconds. */
  BoundSql rows(WeighedUsage usage, AccessScope scope) {
    SqlWriter out = new SqlWriter();
    List<String> keys = groupBy.stream().map(key -> column(key, out)).toList();
    String andKeys = String.join("", keys.stream().map(key -> ", " + key).toList());
    out.add("SELECT " + period() + " AS period" + andKeys + ", " + SUMS);
    from(usage, scope, out);
    if (!keys.isEmpty()) {
      String names = String.join(", ", keys);
      out.add(" AND tuple(" + names + ") IN (SELECT tuple(" + names + ")");
      from(usage, scope, out);
      out.add(" GROUP BY " + names + " ORDER BY sum(toInt128(state_nanos)) DESC, " + names)
          .add(" LIMIT ")
          .bind("UInt32", String.valueOf(groupLimit()))
          .add(")");
    }
    out.add(" GROUP BY period" + andKeys + " ORDER BY period" + andKeys);
    return out.build();
  }

  /** One row: nanoseconds of each state and effective ones, of all groups and periods. */
  BoundSql totals(WeighedUsage usage, AccessScope scope) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT " + SUMS);
    from(usage, scope, out);
    return out.build();
  }

  private void from(WeighedUsage usage, AccessScope scope, SqlWriter out) {
    usage.minutes(out, range).add(" WHERE ");
    new FilterSql(out, UtilizationQuery::column).write(filter);
    ScopeSql.write(scope, out);
  }

  /** The most groups that keep groups x periods in bounds. */
  int groupLimit() {
    return (int) Math.max(1, CostQuery.ROWS_LIMIT / granularity.periods(range));
  }

  /** The expression of a key; a device without a team has no owner. */
  static String column(GroupKey key, SqlWriter out) {
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

  /** The answer; rows and {@code other} sum to all device-time of the question. */
  Map<String, Object> answer(
      List<List<String>> rows,
      List<String> totals,
      List<Map<String, Object>> freshness,
      Snapshot snapshot) {
    List<BigInteger> all = numbers(totals);
    List<BigInteger> left = new ArrayList<>(all);
    List<Map<String, Object>> answers = new ArrayList<>();
    for (List<String> row : rows) {
      Map<String, String> group = new LinkedHashMap<>();
      for (int i = 0; i < groupBy.size(); i++) {
        String value = row.get(1 + i);
        group.put(groupBy.get(i).text(), value.isEmpty() ? GroupKey.MISSING : value);
      }
      List<BigInteger> nanos = numbers(row.subList(1 + groupBy.size(), row.size()));
      for (int i = 0; i < nanos.size(); i++) {
        left.set(i, left.get(i).subtract(nanos.get(i)));
      }
      Map<String, Object> answer = Answers.fields("period", row.get(0), "group", group);
      answer.putAll(times(nanos));
      answers.add(answer);
    }
    BigInteger time =
        all.subList(0, STATES.size()).stream().reduce(BigInteger.ZERO, BigInteger::add);
    BigInteger observed = time.subtract(all.get(STATES.indexOf("unobserved")));
    return Answers.fields(
        "rows",
        answers,
        "other",
        times(left),
        "coverage",
        Answers.fields("telemetry", Ratios.of(observed, time)),
        "freshness",
        freshness,
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  private static List<BigInteger> numbers(List<String> texts) {
    return texts.stream().map(BigInteger::new).toList();
  }

  private static Map<String, Object> times(List<BigInteger> nanos) {
    Map<String, String> byState = new LinkedHashMap<>();
    for (int i = 0; i < STATES.size(); i++) {
      byState.put(STATES.get(i), nanos.get(i).toString());
    }
    return Answers.fields(
        "stateNanos", byState, "effectiveNanos", nanos.get(STATES.size()).toString());
  }
}
