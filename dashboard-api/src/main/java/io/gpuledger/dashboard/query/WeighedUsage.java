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

  private static final String WHOLE_DEVICES =
      " AND u.gpu_instance = '' AND u.compute_instance = ''";
  private static final String CUT_DEVICES =
      " AND (u.gpu_instance != '' OR u.compute_instance != '')";

  private final Snapshot snapshot;
  private final List<String> kinds;
  private final List<String> weights;

  private WeighedUsage(Snapshot snapshot, List<String> kinds, List<String> weights) {
    this.snapshot = snapshot;
    this.kinds = List.copyOf(kinds);
    this.weights = List.copyOf(weights);
  }

  /**
   * What slices weigh at a snapshot. What a profile weighs does not depend on when it was stated,
   * so all that inventory names are read, which is cheaper than those of the snapshot.
   */
  static WeighedUsage of(Answers answers, Snapshot snapshot, SliceWeighting weighting) {
    SqlWriter out =
        new SqlWriter()
            .add(
                "SELECT DISTINCT toString(mig_profile) AS profile, toString(device_model) AS model")
            .add(" FROM device_inventory WHERE mig_profile != '' ORDER BY profile, model LIMIT ")
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
    out.add(" FROM (");
    whole(out, "minute");
    minuteFacts(out, range).add(WHOLE_DEVICES).add(" UNION ALL ");
    return cut(out, "minute", range, "").add(")");
  }

  /**
   * The same of one machine, whole hours of {@code range}; the column of time is the hour. Whole
   * devices are read from the hours as they are known now. Of slices these do not tell which ran at
   * the same time and which one after another, so their minutes are read.
   */
  SqlWriter hours(SqlWriter out, TimeRange range, String cluster, String node) {
    String machine =
        " AND u.cluster = "
            + out.parameter("String", cluster)
            + " AND u.node = "
            + out.parameter("String", node);
    out.add(" FROM (");
    whole(out, "hour");
    hourFacts(out, range).add(machine + WHOLE_DEVICES + " UNION ALL ");
    return cut(out, "toStartOfHour(minute) AS hour", range, machine).add(")");
  }

  private static void whole(SqlWriter out, String time) {
    out.add("SELECT toString(u.cluster) AS cluster, toString(u.node) AS node,")
        .add(" toString(u.device_uuid) AS device_uuid, toString(u.device_model) AS device_model, ")
        .add("u." + time + " AS " + time + ", toString(u.state) AS state, toString(u.team) AS team")
        .add(COLUMNS.stream().map(c -> ", u." + c + " AS " + c).collect(Collectors.joining()));
  }

  /**
   * What devices have that are cut, by minutes.
   *
   * @param time the column of time, from {@code minute}
   * @param of which facts, beside the range
   */
  private SqlWriter cut(SqlWriter out, String time, TimeRange range, String of) {
    String columns = String.join(", ", COLUMNS);
    out.add("SELECT cluster, node, device_uuid, device_model, " + time)
        .add(", tupleElement(part, 1) AS state, tupleElement(part, 2) AS team");
    for (int i = 0; i < COLUMNS.size(); i++) {
      out.add(", tupleElement(part, " + (i + 3) + ") AS " + COLUMNS.get(i));
    }
    out.add(" FROM (SELECT cluster, node, device_uuid, device_model, minute")
        .add(", arrayJoin(arrayConcat(parts, rest)) AS part FROM (SELECT *, ");
    parts(out);
    out.add(" FROM (SELECT cluster, node, device_uuid, max(model) AS device_model, minute")
        .add(", arraySort(groupArray((slice, weight, state, team, " + columns + "))) AS facts,")
        .add(" groupUniqArray((slice, weight)) AS seen,")
        .add(" sumMap(map(slice, state_nanos)) AS nanos_of,")
        .add(" sumMap(map(slice, if(state = 'unobserved', 0, state_nanos))) AS seen_of,")
        .add(" sumMap(map(slice, energy_observed_nanos)) AS metered_of FROM ");
    slices(out, range, of);
    return out.add(" GROUP BY cluster, node, device_uuid, minute)))");
  }

  private SqlWriter minuteFacts(SqlWriter out, TimeRange range) {
    // Named, because an alias of the same name would stand for a column.
    SnapshotSql.from(out, "gpu_usage_as_of", snapshot).add(" AS u WHERE ");
    return SnapshotSql.within(out, "u.minute", range);
  }

  private static SqlWriter hourFacts(SqlWriter out, TimeRange range) {
    out.add(" FROM gpu_usage_hourly AS u WHERE ");
    return SnapshotSql.within(out, "u.hour", range);
  }

  /** A row for each slice, state and team, with the slice's weight: 0 where it is not known. */
  private void slices(SqlWriter out, TimeRange range, String of) {
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
        .add(" toString(u.device_uuid) AS device_uuid, max(toString(u.device_model)) AS model,")
        .add(" u.minute AS minute, toString(u.gpu_instance) AS instance,")
        .add(" toString(u.compute_instance) AS part_of,")
        .add(" concat(instance, '/', part_of) AS slice,")
        .add(" (toInt64(toUnixTimestamp(minute)) + 60) * 1000000 AS until_micros,")
        .add(" toString(u.state) AS state, toString(u.team) AS team, ")
        .add(
            COLUMNS.stream()
                .map(c -> "sum(u." + c + ") AS " + c)
                .collect(Collectors.joining(", ")));
    minuteFacts(out, range).add(of);
    if (!of.isEmpty()) {
      // Facts lie by device: the machine's are found by those that the hours say were cut.
      out.add(" AND u.device_uuid IN (SELECT u.device_uuid");
      hourFacts(out, range).add(of + CUT_DEVICES + ")");
    }
    out.add(CUT_DEVICES)
        .add(" GROUP BY cluster, node, device_uuid, minute")
        .add(", instance, part_of, state, team) AS times LEFT ASOF JOIN ");
    out.add("(SELECT *, toUnixTimestamp64Micro(holds_from) AS from_micros");
    SnapshotSql.from(out, "slice_profiles_as_of", snapshot)
        .add(") AS profiles ON times.cluster = profiles.cluster")
        .add(" AND times.node = profiles.node")
        .add(" AND times.device_uuid = profiles.device_uuid")
        .add(" AND times.instance = profiles.gpu_instance")
        .add(" AND times.part_of = profiles.compute_instance")
        .add(" AND times.until_micros > profiles.from_micros)");
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
