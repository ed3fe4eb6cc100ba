package io.gpuledger.dashboard.query;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Devices by their latest sample, and the history of one. */
final class GpuQuery {
  /** Devices without a sample for this long are not listed. */
  static final Duration LATEST_WITHIN = Duration.ofMinutes(15);

  /** In which most devices have a sample. */
  private static final Duration LATELY = Duration.ofMinutes(1);

  /** Most newest samples that are looked at, one or several parts a device. */
  static final int PARTS_LIMIT = 400_000;

  private final Answers answers;
  private final Supplier<RulesInForce> rules;

  GpuQuery(Answers answers, Supplier<RulesInForce> rules) {
    this.answers = answers;
    this.rules = rules;
  }

  Map<String, Object> list(Filter filter, int limit, int offset, AccessScope scope, Instant now) {
    List<Map<String, Object>> rows = new ArrayList<>();
    RulesInForce inForce = rules.get();
    long total = 0;
    for (List<String> row : SampleParts.merged(answers.rows(latest(now)))) {
      Optional<LatestDevice> device = LatestDevice.of(row, inForce, now).within(scope);
      if (device.isPresent() && device.get().matches(filter)) {
        if (total >= offset && rows.size() < limit) {
          rows.add(device.get().fields());
        }
        total++;
      }
    }
    return Answers.fields("rows", rows, "totalRows", total);
  }

  /** The parts of the newest sample of each device. */
  private static BoundSql latest(Instant now) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(cluster), toString(node), toString(device_uuid),")
        .add(" toString(gpu_instance), toString(compute_instance), toString(device_model),")
        .add(" toString(mig_profile),")
        .add(" arrayStringConcat(holders, '\\n'),");
    for (String measured :
        List.of(
            "busy_ratio",
            "sm_active_ratio",
            "tensor_active_ratio",
            "memory_used_bytes",
            "memory_total_bytes",
            "power_watts",
            "temperature_celsius")) {
      out.add(" ifNull(toString(" + measured + "), ''),");
    }
    String since =
        out.parameter("DateTime64(9, 'UTC')", SnapshotSql.seconds(now.minus(LATEST_WITHIN)));
    String lately = out.parameter("DateTime64(9, 'UTC')", SnapshotSql.seconds(now.minus(LATELY)));
    out.add(" formatDateTime(at, '%Y-%m-%dT%H:%i:%S.%fZ'),")
        .add(" formatDateTime(published_at, '%Y-%m-%dT%H:%i:%S.%fZ'),")
        .add(" toUnixTimestamp64Micro(at)")
        // Nearly all devices have a sample of the last minute. Of the time before only those are
        // read that have none, instead of sorting all.
        .add(" FROM (SELECT *, first_value(at) OVER (PARTITION BY")
        .add(" cluster, device_uuid, gpu_instance, compute_instance ORDER BY at DESC) AS newest")
        .add(" FROM (SELECT * FROM gpu_samples WHERE at > " + lately)
        .add(" UNION ALL SELECT * FROM gpu_samples WHERE at > " + since + " AND at <= " + lately)
        .add(" AND (cluster, device_uuid, gpu_instance, compute_instance) NOT IN")
        .add(" (SELECT cluster, device_uuid, gpu_instance, compute_instance FROM gpu_samples")
        .add(" WHERE at > " + lately + "))) WHERE at = newest")
        .add(" ORDER BY cluster, node, device_uuid, gpu_instance, compute_instance, source LIMIT ")
        .bind("UInt32", String.valueOf(PARTS_LIMIT));
    return out.build();
  }

  /**
   * Minute by minute, like neighbours joined; empty for a device that the scope cannot see. Where
   * others hold it as well, what it measures is the work of all of them and withheld.
   */
  Optional<Object> timeline(String id, TimeRange range, Snapshot snapshot, AccessScope scope) {
    String[] parts = id.split(LatestDevice.SEPARATOR, -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    SqlWriter out = new SqlWriter();
    out.add("SELECT toUnixTimestamp(minute), toString(state),")
        .add(" arrayStringConcat(holder_keys, '\\n') AS holders, sum(state_nanos) AS nanos,")
        .add(" sum(busy_nanos), sum(busy_observed_nanos), ");
    if (scope.allTeams()) {
      out.add("0");
    } else {
      out.add("minute IN (SELECT minute");
      device(out, parts, range, snapshot);
      out.add(" AND team != '-' AND NOT has(").bindAll(scope.teams()).add(", toString(team))");
      // A correction may have taken away what stood there.
      out.add(" GROUP BY minute, team, state, holder_keys HAVING sum(state_nanos) > 0)");
    }
    device(out, parts, range, snapshot);
    ScopeSql.write(scope, out);
    out.add(" GROUP BY minute, state, holders HAVING nanos > 0")
        .add(" ORDER BY minute, nanos DESC, state, holders LIMIT 1 BY minute LIMIT 200000");
    List<List<String>> minutes = answers.rows(out.build());
    return minutes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Answers.fields("rows", joined(minutes), "snapshot", CostView.snapshotFields(snapshot)));
  }

  private static void device(SqlWriter out, String[] parts, TimeRange range, Snapshot snapshot) {
    SnapshotSql.from(out, "gpu_usage_as_of", snapshot).add(" WHERE cluster = ");
    out.bind("String", parts[0]).add(" AND device_uuid = ").bind("String", parts[1]);
    out.add(" AND gpu_instance = ").bind("String", parts[2]);
    out.add(" AND compute_instance = ").bind("String", parts[3]).add(" AND ");
    SnapshotSql.within(out, "minute", range);
  }

  private static List<Map<String, Object>> joined(List<List<String>> minutes) {
    List<Map<String, Object>> rows = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= minutes.size(); i++) {
      if (i == minutes.size() || !continues(minutes.get(i - 1), minutes.get(i))) {
        rows.add(row(minutes.subList(first, i)));
        first = i;
      }
    }
    return rows;
  }

  private static boolean continues(List<String> before, List<String> after) {
    return Long.parseLong(before.get(0)) + 60 == Long.parseLong(after.get(0))
        && before.get(1).equals(after.get(1))
        && before.get(2).equals(after.get(2))
        && before.get(6).equals(after.get(6));
  }

  private static Map<String, Object> row(List<List<String>> minutes) {
    long busy = 0;
    long observed = 0;
    for (List<String> minute : minutes) {
      busy += Long.parseLong(minute.get(4));
      observed += Long.parseLong(minute.get(5));
    }
    List<String> one = minutes.get(0);
    long start = Long.parseLong(one.get(0));
    boolean shared = one.get(6).equals("1");
    return Answers.fields(
        "start",
        Instant.ofEpochSecond(start).toString(),
        "end",
        Instant.ofEpochSecond(start + 60L * minutes.size()).toString(),
        "state",
        one.get(1),
        "holders",
        one.get(2).isEmpty() ? List.of() : List.of(one.get(2).split("\n", -1)),
        "shared",
        shared,
        "busyRatio",
        shared
            ? null
            : Ratios.of(
                java.math.BigInteger.valueOf(busy), java.math.BigInteger.valueOf(observed)));
  }
}
