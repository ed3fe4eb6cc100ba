package io.gpuledger.dashboard.query;

import io.gpuledger.dashboard.auth.AccessScope;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How fresh and how complete the ledger is. */
final class StatusQuery {
  /** A source of bills is stale when nothing was published for this long. */
  static final Duration BILLS_STALE = Duration.ofDays(2);

  /** Telemetry is stale when its newest sample, or its newest publication, is older. */
  static final Duration TELEMETRY_STALE = Duration.ofMinutes(5);

  private static final int UNKNOWN_LIMIT = 100;

  private final Answers answers;
  private final Clock clock;

  StatusQuery(Answers answers, Clock clock) {
    this.answers = answers;
    this.clock = clock;
  }

  /**
   * What was published up to a snapshot.
   *
   * @param freshness one entry per source of bills, and one for telemetry once there is any
   * @param estimates whether an estimate is among it
   */
  record Published(List<Map<String, Object>> freshness, boolean estimates) {}

  /** One entry per source of bills, and one for telemetry once there is any. */
  List<Map<String, Object>> freshness(Snapshot snapshot) {
    return published(snapshot).freshness;
  }

  Published published(Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT name, micros, kind FROM (SELECT toString(source) AS name,")
        .add(" toUnixTimestamp64Micro(max(recorded_at)) AS micros,")
        .add(" if(" + BasisSql.BILL_DELIVERIES + ", 'bills', 'estimates') AS kind")
        .add(" FROM deliveries WHERE recorded_at <= ")
        .bind(SnapshotSql.INSTANT, snapshot.parameter())
        .add(" GROUP BY name, kind UNION ALL")
        .add(" SELECT toString(job) AS name, toUnixTimestamp64Micro(max(recorded_at)), 'telemetry'")
        .add(" FROM published_checkpoints WHERE job = 'telemetry' AND recorded_at <= ")
        .bind(SnapshotSql.INSTANT, snapshot.parameter())
        .add(" GROUP BY name) ORDER BY kind, name");
    List<List<String>> rows = answers.rows(out.build());
    List<List<String>> ofSources =
        rows.stream().filter(row -> !row.get(2).equals("estimates")).toList();
    return new Published(freshness(ofSources), ofSources.size() < rows.size());
  }

  private List<Map<String, Object>> freshness(List<List<String>> rows) {
    Instant now = clock.instant();
    List<Map<String, Object>> entries = new ArrayList<>();
    for (List<String> row : rows) {
      Instant at = Instant.EPOCH.plusNanos(Math.multiplyExact(Long.parseLong(row.get(1)), 1_000L));
      Duration age = Duration.between(at, now);
      Duration most = row.get(2).equals("bills") ? BILLS_STALE : TELEMETRY_STALE;
      boolean ok = age.compareTo(most) <= 0;
      entries.add(
          Answers.fields(
              "source", row.get(0),
              "kind", row.get(2),
              "at", at.toString(),
              "ageSeconds", Math.max(0, age.toSeconds()),
              "ok", ok,
              "reason", ok ? null : "nothing published for more than " + words(most)));
    }
    return entries;
  }

  /**
   * Like {@link #freshness}, but telemetry is as old as its newest sample: a job that publishes
   * every second with nothing to publish is not fresh. Without any sample there is no telemetry.
   */
  private List<Map<String, Object>> measured(Snapshot snapshot) {
    // The newest instant of a part is known without reading it.
    SqlWriter out = new SqlWriter();
    out.add("SELECT toUnixTimestamp64Micro(max(at)), count() FROM gpu_samples WHERE at <= ")
        .bind(SnapshotSql.INSTANT, snapshot.parameter());
    List<String> newest = answers.rows(out.build()).get(0);
    List<Map<String, Object>> entries = new ArrayList<>();
    for (Map<String, Object> entry : freshness(snapshot)) {
      if (!"telemetry".equals(entry.get("kind"))) {
        entries.add(entry);
      } else if (!newest.get(1).equals("0")) {
        Instant at = Instant.EPOCH.plus(Long.parseLong(newest.get(0)), ChronoUnit.MICROS);
        Duration age = Duration.between(at, clock.instant());
        boolean ok = age.compareTo(TELEMETRY_STALE) <= 0;
        entries.add(
            Answers.fields(
                "source",
                entry.get("source"),
                "kind",
                "telemetry",
                "at",
                at.toString(),
                "ageSeconds",
                Math.max(0, age.toSeconds()),
                "ok",
                ok,
                "reason",
                ok ? null : "no sample for more than " + words(TELEMETRY_STALE)));
      }
    }
    return entries;
  }

  private static String words(Duration duration) {
    return duration.toHours() > 0 ? duration.toHours() + " h" : duration.toMinutes() + " min";
  }

  Map<String, Object> status(
      Snapshot snapshot, AccessScope scope, LiveFacts live, List<String> unpriced) {
    List<Map<String, Object>> freshness = measured(snapshot);
    List<Map<String, Object>> unknown = scope.allTeams() ? unknown(snapshot) : List.of();
    boolean fresh = freshness.stream().allMatch(entry -> Boolean.TRUE.equals(entry.get("ok")));
    return Answers.fields(
        "freshness",
        freshness,
        "coverage",
        coverage(snapshot, scope),
        "rejectedRows",
        scope.allTeams() ? rejectedRows(snapshot) : null,
        "unpriced",
        unpriced,
        "unknownAccelerators",
        unknown,
        "ok",
        fresh && unknown.isEmpty() && unpriced.isEmpty(),
        "progress",
        scope.allTeams() ? progress(snapshot, live) : List.of(),
        "snapshot",
        CostView.snapshotFields(snapshot));
  }

  /** What is still under way: what runs tell of themselves, and bills that wait for allocation. */
  private List<LiveFacts.Progress> progress(Snapshot snapshot, LiveFacts live) {
    List<LiveFacts.Progress> progress = new ArrayList<>(live.progress());
    AllocationLag lag = AllocationLag.of(answers, snapshot);
    if (lag.waiting() > 0) {
      progress.add(
          new LiveFacts.Progress(
              "Deliveries allocated", lag.deliveries() - lag.waiting(), lag.deliveries()));
    }
    return progress;
  }

  /**
   * Telemetry coverage of the last 24 h and ownership coverage of the last 62 days, of the currency
   * with most money. Null where there is nothing to cover: no telemetry facts, no costs. Telemetry
   * coverage 0 says that devices are in inventory and none was observed. Ownership is measured in
   * absolute amounts, as {@link CostView} says.
   */
  private Map<String, Object> coverage(Snapshot snapshot, AccessScope scope) {
    Map<String, Object> coverage = Answers.fields("telemetry", telemetryCoverage(snapshot, scope));
    if (scope.allTeams()) {
      SqlWriter ownership = new SqlWriter();
      ownership
          .add("SELECT sumIf(toDecimal256(abs(effective_cost), 18), team != 'unattributed')")
          .add(" AS owned, sum(toDecimal256(abs(effective_cost), 18)) AS whole");
      SnapshotSql.from(ownership, "cost_daily_as_of", snapshot)
          .add(" WHERE day >= toDate(")
          .bind(SnapshotSql.INSTANT, snapshot.parameter())
          .add(") - 62 GROUP BY currency ORDER BY whole DESC LIMIT 1");
      List<List<String>> rows = answers.rows(ownership.build());
      coverage.put("ownership", rows.isEmpty() ? null : moneyRatio(rows.get(0)));
    }
    return coverage;
  }

  java.math.@Nullable BigDecimal telemetryCoverage(Snapshot snapshot, AccessScope scope) {
    SqlWriter telemetry = new SqlWriter().add("SELECT ");
    observed(telemetry, snapshot);
    ScopeSql.write(scope, telemetry);
    return ratio(answers.rows(telemetry.build()).get(0));
  }

  CoverageByTeam coverageByTeam(Snapshot snapshot) {
    SqlWriter telemetry = new SqlWriter().add("SELECT toString(team) AS of_team, ");
    observed(telemetry, snapshot);
    return new CoverageByTeam(answers.rows(telemetry.add(" GROUP BY of_team").build()));
  }

  /** Minute facts of published checkpoints: the rollup knows only what holds now. */
  private static void observed(SqlWriter telemetry, Snapshot snapshot) {
    telemetry
        .add("ifNull(sumIf(toInt128(state_nanos), state != 'unobserved'), 0),")
        .add(" ifNull(sum(toInt128(state_nanos)), 0)");
    SnapshotSql.from(telemetry, "gpu_usage_as_of", snapshot)
        .add(" WHERE minute >= toDateTime(")
        .bind(SnapshotSql.INSTANT, snapshot.parameter())
        .add(") - 86400 AND minute <= toDateTime(")
        .bind(SnapshotSql.INSTANT, snapshot.parameter())
        .add(")");
  }

  private static java.math.@Nullable BigDecimal ratio(List<String> row) {
    return Ratios.of(new BigInteger(row.get(0)), new BigInteger(row.get(1)));
  }

  private static java.math.@Nullable BigDecimal moneyRatio(List<String> row) {
    return Ratios.of(
        io.gpuledger.cost.money.Amount.parse(row.get(0)).unscaled(),
        io.gpuledger.cost.money.Amount.parse(row.get(1)).unscaled());
  }

  private long rejectedRows(Snapshot snapshot) {
    SqlWriter out = new SqlWriter().add("SELECT sum(rows_rejected)");
    SnapshotSql.from(out, "deliveries_as_of", snapshot);
    // Of invoices, billing periods and commitments, those of each source's newest files.
    SqlWriter loads = new SqlWriter().add("SELECT sum(refused) FROM (SELECT");
    loads
        .add(" argMax(rows_rejected, recorded_at) AS refused FROM dataset_loads")
        .add(" WHERE origin = 'file' AND recorded_at <= ")
        .bind(SnapshotSql.INSTANT, snapshot.parameter())
        .add(" GROUP BY dataset, source)");
    return Long.parseLong(answers.rows(out.build()).get(0).get(0))
        + Long.parseLong(answers.rows(loads.build()).get(0).get(0));
  }

  private List<Map<String, Object>> unknown(Snapshot snapshot) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT ifNull(sku_id, '') AS sku, ifNull(toString(resource_type), '') AS kind,")
        .add(" sum(n), arrayStringConcat(groupArray(concat(currency, '=', toString(billed))), ';')")
        .add(" FROM (SELECT sku_id, resource_type, toString(billing_currency) AS currency,")
        .add(" count() AS n, sum(toDecimal256(billed_cost, 18)) AS billed");
    SnapshotSql.from(out, "charges_as_of", snapshot)
        .add(" WHERE x_accelerator = 'unknown'")
        .add(" GROUP BY sku_id, resource_type, currency ORDER BY currency)")
        .add(" GROUP BY sku, kind ORDER BY 3 DESC, sku, kind LIMIT ")
        .bind("UInt32", String.valueOf(UNKNOWN_LIMIT));
    List<Map<String, Object>> unknown = new ArrayList<>();
    for (List<String> row : answers.rows(out.build())) {
      unknown.add(
          Answers.fields(
              "sku", row.get(0),
              "resourceType", row.get(1),
              "charges", Long.parseLong(row.get(2)),
              "billed", Sums.parse(row.get(3))));
    }
    return unknown;
  }
}
