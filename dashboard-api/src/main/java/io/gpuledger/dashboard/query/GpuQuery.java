package io.gpuledger.dashboard.query;

import io.gpuledger.cost.allocation.LineHolder;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.cost.usage.FixedPoint;
import io.gpuledger.cost.usage.StateRules;
import io.gpuledger.cost.usage.StateThresholds;
import io.gpuledger.dashboard.auth.AccessScope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Devices by their latest sample, and the history of one. */
final class GpuQuery {
  /** Devices without a sample for this long are not listed. */
  static final Duration LATEST_WITHIN = Duration.ofMinutes(15);

  /** Most devices that are looked at. */
  static final int DEVICES_LIMIT = 200_000;

  /** A sample older than this no longer stands for the present. */
  private static final Duration STANDS_FOR = Duration.ofMinutes(5);

  private static final String SEPARATOR = "~";

  private final Answers answers;
  private final Supplier<OwnershipRules> rules;
  private final StateRules states = new StateRules(StateThresholds.DEFAULT);

  GpuQuery(Answers answers, Supplier<OwnershipRules> rules) {
    this.answers = answers;
    this.rules = rules;
  }

  private record Device(Map<String, Object> fields, Function<GroupKey, String> keys, String team) {}

  Map<String, Object> list(Filter filter, int limit, int offset, AccessScope scope, Instant now) {
    List<Map<String, Object>> rows = new ArrayList<>();
    long total = 0;
    for (List<String> row : answers.rows(latest(now))) {
      Device device = device(row, now);
      boolean seen = scope.allTeams() || scope.teams().contains(device.team());
      if (seen && filter.matches(device.keys())) {
        if (total >= offset && rows.size() < limit) {
          rows.add(device.fields());
        }
        total++;
      }
    }
    return Answers.fields("rows", rows, "totalRows", total);
  }

  private static BoundSql latest(Instant now) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(cluster), toString(node), device_uuid, toString(gpu_instance),")
        .add(" toString(compute_instance), toString(device_model), toString(mig_profile),")
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
    out.add(" formatDateTime(at, '%Y-%m-%dT%H:%i:%S.%fZ'),")
        .add(" formatDateTime(published_at, '%Y-%m-%dT%H:%i:%S.%fZ')")
        .add(" FROM gpu_samples WHERE at > ")
        .bind("DateTime64(9, 'UTC')", SnapshotSql.seconds(now.minus(LATEST_WITHIN)))
        .add(" ORDER BY cluster, node, device_uuid, gpu_instance, compute_instance, at DESC")
        .add(" LIMIT 1 BY cluster, device_uuid, gpu_instance, compute_instance LIMIT ")
        .bind("UInt32", String.valueOf(DEVICES_LIMIT));
    return out.build();
  }

  private Device device(List<String> row, Instant now) {
    List<String> holders = row.get(7).isEmpty() ? List.of() : List.of(row.get(7).split("\n", -1));
    LineHolder holder = holders.isEmpty() ? LineHolder.NOBODY : LineHolder.ofKey(holders.get(0));
    Instant at = Instant.parse(row.get(15));
    String state = state(row, !holders.isEmpty(), at, now);
    DeviceKeys known = new DeviceKeys(row, holder, state, GroupKey.MISSING);
    String team = rules.get().resolve(at, known).owner().team();
    Map<String, Object> fields =
        Answers.fields(
            "id", String.join(SEPARATOR, row.get(0), row.get(2), row.get(3), row.get(4)),
            "cluster", row.get(0),
            "node", row.get(1),
            "uuid", row.get(2),
            "gpuInstance", row.get(3),
            "computeInstance", row.get(4),
            "model", row.get(5),
            "migProfile", row.get(6),
            "state", state,
            "holders", holders,
            "team", team,
            "busyRatio", number(row.get(8)),
            "smActiveRatio", number(row.get(9)),
            "tensorActiveRatio", number(row.get(10)),
            "memoryUsedBytes", number(row.get(11)),
            "memoryTotalBytes", number(row.get(12)),
            "powerWatts", number(row.get(13)),
            "temperatureCelsius", number(row.get(14)),
            "sampleAt", row.get(15),
            "publishedAt", row.get(16));
    return new Device(fields, new DeviceKeys(row, holder, state, team), team);
  }

  private String state(List<String> row, boolean named, Instant at, Instant now) {
    if (at.plus(STANDS_FOR).isBefore(now)) {
      return "unobserved";
    }
    int busy = ratio(row.get(8));
    long memory = row.get(11).isEmpty() ? -1 : Long.parseLong(row.get(11));
    boolean held = named || states.isHeldByUnknown(busy, memory);
    return states.verdict(busy, ratio(row.get(9)), ratio(row.get(10)), held).state().code();
  }

  private static int ratio(String text) {
    return text.isEmpty() ? -1 : FixedPoint.ratio(Double.parseDouble(text));
  }

  private static @Nullable Double number(String text) {
    return text.isEmpty() ? null : Double.valueOf(text);
  }

  /** The group keys of a device now. */
  private record DeviceKeys(List<String> row, LineHolder holder, String state, String team)
      implements Function<GroupKey, String> {
    @Override
    public String apply(GroupKey key) {
      String value =
          switch (key.name()) {
            case CLUSTER -> row.get(0);
            case NODE -> row.get(1);
            case DEVICE_MODEL -> row.get(5);
            case HOLDER -> holder.key();
            case NAMESPACE -> holder.namespace();
            case WORKLOAD -> holder.workload();
            case USER -> holder.user();
            case STATE -> state;
            case TEAM -> team;
            default -> "";
          };
      return value.isEmpty() ? GroupKey.MISSING : value;
    }
  }

  /** Minute by minute, like neighbours joined; empty for a device that the scope cannot see. */
  Optional<Object> timeline(String id, TimeRange range, Snapshot snapshot, AccessScope scope) {
    String[] parts = id.split(SEPARATOR, -1);
    if (parts.length != 4) {
      return Optional.empty();
    }
    SqlWriter out = new SqlWriter();
    out.add("SELECT toUnixTimestamp(minute), toString(state),")
        .add(" arrayStringConcat(holder_keys, '\\n') AS holders, sum(state_nanos) AS nanos,")
        .add(" sum(busy_nanos), sum(busy_observed_nanos)");
    SnapshotSql.from(out, "gpu_usage_as_of", snapshot).add(" WHERE cluster = ");
    out.bind("String", parts[0]).add(" AND device_uuid = ").bind("String", parts[1]);
    out.add(" AND gpu_instance = ").bind("String", parts[2]);
    out.add(" AND compute_instance = ").bind("String", parts[3]).add(" AND ");
    SnapshotSql.within(out, "minute", range);
    ScopeSql.write(scope, out);
    out.add(" GROUP BY minute, state, holders HAVING nanos > 0")
        .add(" ORDER BY minute, nanos DESC, state, holders LIMIT 1 BY minute LIMIT 200000");
    List<List<String>> minutes = answers.rows(out.build());
    return minutes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Answers.fields("rows", joined(minutes), "snapshot", CostView.snapshotFields(snapshot)));
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
        && before.get(2).equals(after.get(2));
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
    return Answers.fields(
        "start", Instant.ofEpochSecond(start).toString(),
        "end", Instant.ofEpochSecond(start + 60L * minutes.size()).toString(),
        "state", one.get(1),
        "holders", one.get(2).isEmpty() ? List.of() : List.of(one.get(2).split("\n", -1)),
        "busyRatio",
            Ratios.of(java.math.BigInteger.valueOf(busy), java.math.BigInteger.valueOf(observed)));
  }
}
