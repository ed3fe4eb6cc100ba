package io.gpuledger.dashboard.query;

import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.device.SliceProfile;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.sql.query.ArrayParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Device-time of telemetry in which a device counts once, however it is cut: the time of a slice is
 * weighed by its part of the device, as {@link io.gpuledger.cost.allocation.SlicedDevice} does for
 * allocation. Where the profile of one slice of a layout is not known, all of them share the device
 * equally; what no slice takes is {@code unallocated}, and {@code unobserved} for the part of the
 * time in which no slice was observed. Energy is measured of the whole device and divided among its
 * slices already, so it is not weighed.
 */
final class WeighedUsage {
  /** Most kinds of slices that are weighed by profile; there are some dozens in the world. */
  private static final int KINDS_LIMIT = 10_000;

  private static final String WHOLE = String.valueOf(SliceProfile.WHOLE);

  /** Columns of a slice's time: what is weighed, then what is not. */
  private static final List<String> COLUMNS =
      List.of("state_nanos", "energy_observed_nanos", "effective_nanos", "energy_microjoules");

  private final Snapshot snapshot;
  private final List<String> kinds;
  private final List<String> weights;

  private WeighedUsage(Snapshot snapshot, List<String> kinds, List<String> weights) {
    this.snapshot = snapshot;
    this.kinds = List.copyOf(kinds);
    this.weights = List.copyOf(weights);
  }

  /** What the slices that inventory knew at a snapshot weigh. */
  static WeighedUsage of(Answers answers, Snapshot snapshot, SliceWeighting weighting) {
    SqlWriter out = new SqlWriter().add("SELECT DISTINCT mig_profile, device_model");
    SnapshotSql.from(out, "slice_profiles_as_of", snapshot)
        .add(" ORDER BY mig_profile, device_model LIMIT ")
        .bind("UInt32", String.valueOf(KINDS_LIMIT));
    List<String> kinds = new ArrayList<>();
    List<String> weights = new ArrayList<>();
    for (List<String> row : answers.rows(out.build())) {
      Optional<SliceProfile> profile = SliceProfile.of(row.get(0), row.get(1));
      if (profile.isPresent()) {
        kinds.add(row.get(0) + "|" + row.get(1));
        weights.add(String.valueOf(weighting.weightOf(profile.get())));
      }
    }
    return new WeighedUsage(snapshot, kinds, weights);
  }

  /**
   * Adds {@code FROM} rows of minutes within a range: {@code cluster, node, device_uuid,
   * device_model, minute, state, team} and {@code state_nanos, energy_observed_nanos,
   * effective_nanos, energy_microjoules}.
   */
  SqlWriter minutes(SqlWriter out, TimeRange range) {
    return from(out, "minute", range, "");
  }

  /** The same by hours as they are known now, of one machine; the column of time is the hour. */
  SqlWriter hours(SqlWriter out, TimeRange range, String cluster, String node) {
    String machine =
        " AND u.cluster = "
            + out.parameter("String", cluster)
            + " AND u.node = "
            + out.parameter("String", node);
    return from(out, "hour", range, machine);
  }

  private SqlWriter from(SqlWriter out, String time, TimeRange range, String of) {
    String columns = String.join(", ", COLUMNS);
    out.add(" FROM (SELECT toString(u.cluster) AS cluster, toString(u.node) AS node,")
        .add(" toString(u.device_uuid) AS device_uuid, toString(u.device_model) AS device_model, ")
        .add("u." + time + " AS " + time + ", toString(u.state) AS state, toString(u.team) AS team")
        .add(COLUMNS.stream().map(c -> ", u." + c + " AS " + c).collect(Collectors.joining()));
    facts(out, time, range, of).add(" AND u.gpu_instance = '' AND u.compute_instance = ''");
    out.add(" UNION ALL SELECT cluster, node, device_uuid, device_model, " + time)
        .add(", tupleElement(part, 1) AS state, tupleElement(part, 2) AS team");
    for (int i = 0; i < COLUMNS.size(); i++) {
      out.add(", tupleElement(part, " + (i + 3) + ") AS " + COLUMNS.get(i));
    }
    out.add(" FROM (SELECT cluster, node, device_uuid, device_model, " + time)
        .add(", arrayJoin(arrayConcat(parts, rest)) AS part FROM (SELECT *, ");
    parts(out);
    out.add(" FROM (SELECT cluster, node, device_uuid, any(model) AS device_model, " + time)
        .add(", arraySort(groupArray((slice, weight, state, team, " + columns + "))) AS facts,")
        .add(" groupUniqArray((slice, weight)) AS seen,")
        .add(" sumMap(map(slice, state_nanos)) AS nanos_of,")
        .add(" sumMap(map(slice, if(state = 'unobserved', 0, state_nanos))) AS seen_of,")
        .add(" sumMap(map(slice, energy_observed_nanos)) AS metered_of FROM ");
    slices(out, time, range, of);
    return out.add(" GROUP BY cluster, node, device_uuid, " + time + "))))");
  }

  private SqlWriter facts(SqlWriter out, String time, TimeRange range, String of) {
    if (time.equals("minute")) {
      SnapshotSql.from(out, "gpu_usage_as_of", snapshot);
    } else {
      out.add(" FROM gpu_usage_hourly");
    }
    // Named, because an alias of the same name would stand for a column.
    out.add(" AS u WHERE ");
    return SnapshotSql.within(out, "u." + time, range).add(of);
  }

  /** A row for each slice, state and team, with the slice's weight: 0 where it is not known. */
  private void slices(SqlWriter out, String time, TimeRange range, String of) {
    String weight =
        kinds.isEmpty()
            ? "toInt64(0)"
            : "toInt64(transform(concat(mig_profile, '|', profiles.device_model), "
                + out.parameter("Array(String)", ArrayParameter.ofTexts(kinds))
                + ", "
                + out.parameter("Array(UInt32)", "[" + String.join(",", weights) + "]")
                + ", toUInt32(0)))";
    out.add("(SELECT times.*, " + weight + " AS weight FROM (SELECT")
        .add(" toString(u.cluster) AS cluster, toString(u.node) AS node,")
        .add(" toString(u.device_uuid) AS device_uuid, any(toString(u.device_model)) AS model,")
        .add(" u." + time + " AS " + time + ", toString(u.gpu_instance) AS instance,")
        .add(" toString(u.compute_instance) AS part_of,")
        .add(" concat(instance, '/', part_of) AS slice,")
        .add(" toString(u.state) AS state, toString(u.team) AS team, ")
        .add(
            COLUMNS.stream()
                .map(c -> "sum(u." + c + ") AS " + c)
                .collect(Collectors.joining(", ")));
    facts(out, time, range, of);
    out.add(" AND (u.gpu_instance != '' OR u.compute_instance != '')")
        .add(" GROUP BY cluster, node, device_uuid, " + time)
        .add(", instance, part_of, state, team) AS times LEFT JOIN ");
    out.add("(SELECT *");
    SnapshotSql.from(out, "slice_profiles_as_of", snapshot)
        .add(") AS profiles ON times.cluster = profiles.cluster")
        .add(" AND times.device_uuid = profiles.device_uuid")
        .add(" AND times.instance = profiles.gpu_instance")
        .add(" AND times.part_of = profiles.compute_instance)");
  }

  /**
   * The slices of the layout are those with time; a running sum is divided, so that the parts of a
   * device sum to what its slices take of it.
   */
  private static void parts(SqlWriter out) {
    out.add("arrayFilter(s -> nanos_of[tupleElement(s, 1)] > 0, seen) AS layout,")
        .add(" arrayAll(s -> tupleElement(s, 2) > 0, layout) AS known,")
        .add(" arraySum(s -> tupleElement(s, 2), layout) AS weighed,")
        .add(" if(known, greatest(weighed, " + WHOLE + "), toInt64(length(layout))) AS whole,")
        .add(" known AND weighed > 0 AND weighed < " + WHOLE + " AS partly");
    for (int i = 0; i < 3; i++) {
      out.add(", arrayPopFront(arrayDifference(arrayPushFront(arrayMap(c -> intDiv(c, whole),")
          .add(" arrayCumSum(f -> tupleElement(f, " + (i + 5) + ")")
          .add(" * if(known, tupleElement(f, 2), 1), facts)), toInt64(0)))) AS part" + i);
    }
    out.add(", arrayMap(i -> (tupleElement(facts[i], 3), tupleElement(facts[i], 4),")
        .add(" part0[i], part1[i], part2[i], tupleElement(facts[i], 8)),")
        .add(" arrayEnumerate(facts)) AS parts,")
        .add(" arrayMax(mapValues(nanos_of)) AS span,")
        .add(" greatest(span - arraySum(part0), 0) AS left,")
        .add(" toInt64(intDiv(toInt128(left) * (span - arrayMax(mapValues(seen_of))),")
        .add(" greatest(span, 1))) AS unseen,")
        .add(" if(partly, arrayFilter(r -> tupleElement(r, 3) > 0 OR tupleElement(r, 4) > 0, [")
        .add("('unobserved', '-', unseen, toInt64(0), toInt64(0), toInt64(0)),")
        .add(" ('unallocated', '-', left - unseen,")
        .add(" greatest(arrayMax(mapValues(metered_of)) - arraySum(part1), 0),")
        .add(" toInt64(0), toInt64(0))]), []) AS rest");
  }
}
