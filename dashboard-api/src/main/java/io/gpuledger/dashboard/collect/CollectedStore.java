package io.gpuledger.dashboard.collect;

import io.gpuledger.dashboard.collect.CollectStatus.Taken;
import io.gpuledger.dashboard.collect.SetLoader.Loaded;
import io.gpuledger.dashboard.collect.SetLoader.Outcome;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.ingest.collect.CollectPlan.Ready;
import io.gpuledger.ingest.collect.CollectedBefore;
import io.gpuledger.ingest.collect.StoredObject;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What collectors took, in operational state. */
public final class CollectedStore {
  private final StateStore store;
  private final Clock clock;

  public CollectedStore(StateStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What was taken of a source until now; it does not change afterwards. */
  CollectedBefore of(String source) {
    Map<String, Set<String>> versions = new HashMap<>();
    Map<String, Instant> runs = new HashMap<>();
    store.change(
        connection -> {
          Rows.list(
                  connection,
                  "SELECT object_key, version FROM collected_objects WHERE source = ?",
                  row -> List.of(row.getString(1), row.getString(2)),
                  source)
              .forEach(
                  row ->
                      versions
                          .computeIfAbsent(row.get(0), none -> new HashSet<>())
                          .add(row.get(1)));
          Rows.list(
                  connection,
                  "SELECT period, max(changed_at) FROM collected_sets WHERE source = ? AND period"
                      + " <> '' AND outcome <> 'refused' GROUP BY period",
                  row -> List.of(row.getString(1), row.getString(2)),
                  source)
              .forEach(row -> runs.put(row.get(0), Instant.parse(row.get(1))));
        });
    return new CollectedBefore() {
      @Override
      public boolean has(StoredObject object) {
        return versions.getOrDefault(object.key(), Set.of()).contains(object.version());
      }

      @Override
      public boolean hasKey(String key) {
        return versions.containsKey(key);
      }

      @Override
      public Optional<Instant> newestRun(String period) {
        return Optional.ofNullable(runs.get(period));
      }
    };
  }

  /** Notes that a set was taken, all of it or nothing. */
  void add(String source, Ready set, Loaded loaded) {
    store.change(
        connection -> {
          Rows.update(
              connection,
              "INSERT INTO collected_sets"
                  + " (source, name, period, changed_at, outcome, detail, deliveries, at)"
                  + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
              source,
              set.name(),
              set.period(),
              Rows.time(set.changedAt()),
              loaded.outcome().name().toLowerCase(Locale.ROOT),
              loaded.detail(),
              String.join("\n", loaded.deliveries()),
              Rows.time(clock.instant()));
          long id =
              Rows.first(connection, "SELECT last_insert_rowid()", row -> row.getLong(1))
                  .orElseThrow();
          for (StoredObject object : set.objects()) {
            Rows.update(
                connection,
                "INSERT OR REPLACE INTO collected_objects"
                    + " (source, object_key, version, bytes, set_id) VALUES (?, ?, ?, ?, ?)",
                source,
                object.key(),
                object.version(),
                object.bytes(),
                id);
          }
        });
  }

  /** Lets what was refused be tried again. */
  void forgetRefused(String source) {
    store.change(
        connection ->
            Rows.update(
                connection,
                "DELETE FROM collected_sets WHERE source = ? AND outcome = ?",
                source,
                Outcome.REFUSED.name().toLowerCase(Locale.ROOT)));
  }

  /** What was taken last. */
  Optional<Taken> last(String source) {
    return store.transaction(
        connection ->
            Rows.first(
                connection,
                "SELECT name, outcome, detail, at FROM collected_sets WHERE source = ?"
                    + " ORDER BY id DESC LIMIT 1",
                row ->
                    new Taken(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        Instant.parse(row.getString(4))),
                source));
  }

  /** The newest refusal of which an object still stands there as it was refused. */
  Optional<String> refusal(String source, Map<String, String> standing) {
    return store.transaction(
        connection ->
            Rows.list(
                    connection,
                    "SELECT o.object_key, o.version, s.name, s.detail FROM collected_objects o"
                        + " JOIN collected_sets s ON s.id = o.set_id"
                        + " WHERE o.source = ? AND s.outcome = 'refused' ORDER BY s.id DESC",
                    row ->
                        List.of(
                            row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                    source)
                .stream()
                .filter(row -> row.get(1).equals(standing.get(row.get(0))))
                .map(row -> row.get(2) + ": " + row.get(3))
                .findFirst());
  }
}
