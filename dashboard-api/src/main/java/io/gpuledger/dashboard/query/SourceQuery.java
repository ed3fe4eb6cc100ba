package io.gpuledger.dashboard.query;

import io.gpuledger.dashboard.collect.CollectStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every source that is configured or has ever delivered, with its health. */
final class SourceQuery {
  private final Answers answers;
  private final Clock clock;

  SourceQuery(Answers answers, Clock clock) {
    this.answers = answers;
    this.clock = clock;
  }

  private record Stored(long deliveries, long accepted, long rejected, String publishedAt) {
    static final Stored NONE = new Stored(0, 0, 0, "");
  }

  Map<String, Object> list(Snapshot snapshot, LiveFacts live) {
    SqlWriter out = new SqlWriter();
    out.add("SELECT toString(source) AS name, count(), sum(rows_accepted), sum(rows_rejected),")
        .add(" formatDateTime(max(recorded_at), '%Y-%m-%dT%H:%i:%S.%fZ')")
        .add(" FROM deliveries WHERE " + BasisSql.BILL_DELIVERIES + " AND recorded_at <= ")
        .bind(SnapshotSql.INSTANT, snapshot.parameter())
        .add(" GROUP BY name ORDER BY name");
    Map<String, Stored> stored = new TreeMap<>();
    for (List<String> row : answers.rows(out.build())) {
      stored.put(
          row.get(0),
          new Stored(
              Long.parseLong(row.get(1)),
              Long.parseLong(row.get(2)),
              Long.parseLong(row.get(3)),
              row.get(4)));
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (LiveFacts.LiveSource source : live.sources()) {
      Stored of = stored.getOrDefault(source.name(), Stored.NONE);
      stored.remove(source.name());
      rows.add(row(source, of, Optional.ofNullable(live.collecting().get(source.name()))));
    }
    stored.forEach(
        (name, of) ->
            rows.add(
                row(
                    new LiveFacts.LiveSource(name, "bills", Optional.empty(), "", 0, 0),
                    of,
                    Optional.empty())));
    rows.sort(java.util.Comparator.comparing(row -> (String) row.get("name")));
    return Answers.fields("rows", rows, "snapshot", CostView.snapshotFields(snapshot));
  }

  private Map<String, Object> row(
      LiveFacts.LiveSource source, Stored stored, Optional<CollectStatus> collecting) {
    String received = source.lastReceivedAt().map(Instant::toString).orElse(stored.publishedAt());
    boolean telemetry = source.kind().equals("telemetry");
    return Answers.fields(
        "name", source.name(),
        "kind", source.kind(),
        "state", state(source, received),
        "lastReceivedAt", received.isEmpty() ? null : received,
        "lastPublishedAt", stored.publishedAt().isEmpty() ? null : stored.publishedAt(),
        "error", source.error().isEmpty() ? null : source.error(),
        "deliveries", stored.deliveries(),
        "rowsAccepted", stored.accepted(),
        "rowsRejected", stored.rejected(),
        "targets",
            telemetry
                ? Answers.fields("up", source.targetsUp(), "down", source.targetsDown())
                : null,
        "collect", collecting.map(SourceQuery::collect).orElse(null));
  }

  private static Map<String, Object> collect(CollectStatus status) {
    return Answers.fields(
        "place", status.place(),
        "lastLookAt", status.lastLookAt().map(Instant::toString).orElse(null),
        "nextLookAt", status.nextLookAt().map(Instant::toString).orElse(null),
        "error", status.error().isEmpty() ? null : status.error(),
        "loading",
            status
                .loading()
                .map(
                    set ->
                        Answers.fields(
                            "set", set.set(),
                            "bytesDone", set.bytesDone(),
                            "bytesTotal", set.bytesTotal()))
                .orElse(null),
        "waiting",
            status.waiting().stream()
                .map(set -> Answers.fields("set", set.name(), "reason", set.reason()))
                .toList(),
        "waitingTotal", status.waitingTotal(),
        "last",
            status
                .last()
                .map(
                    set ->
                        Answers.fields(
                            "set", set.set(),
                            "outcome", set.outcome(),
                            "detail", set.detail(),
                            "at", set.at().toString()))
                .orElse(null));
  }

  private String state(LiveFacts.LiveSource source, String received) {
    if (!source.error().isEmpty()) {
      return "failing";
    }
    if (received.isEmpty()) {
      return "waiting";
    }
    Duration most =
        source.kind().equals("telemetry") ? StatusQuery.TELEMETRY_STALE : StatusQuery.BILLS_STALE;
    Duration age = Duration.between(Instant.parse(received), clock.instant());
    return age.compareTo(most) > 0 ? "stale" : "ok";
  }
}
