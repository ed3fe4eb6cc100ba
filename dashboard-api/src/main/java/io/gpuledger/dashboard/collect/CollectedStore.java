package io.gpuledger.dashboard.collect;

import io.gpuledger.dashboard.collect.CollectStatus.Taken;
import io.gpuledger.dashboard.collect.SetLoader.Loaded;
import io.gpuledger.dashboard.collect.SetLoader.Outcome;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.ingest.collect.CollectPlan.Ready;
import io.gpuledger.ingest.collect.CollectedBefore;
import io.gpuledger.ingest.collect.StoredObject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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
    return store.transaction(
        connection ->
            new CollectedSets(
                Rows.list(
                    connection,
                    "SELECT id, period, changed_at, outcome FROM collected_sets WHERE source = ?",
                    row ->
                        new CollectedSets.Of(
                            row.getLong(1),
                            row.getString(2),
                            Instant.parse(row.getString(3)),
                            row.getString(4)),
                    source),
                Rows.list(
                    connection,
                    "SELECT set_id, object_key, version FROM collected_objects WHERE source = ?",
                    row ->
                        new CollectedSets.Part(row.getLong(1), row.getString(2), row.getString(3)),
                    source)));
  }

  /**
   * Notes that a set is about to be loaded, so that a kill before {@link #finish} leaves known what
   * the ledger may have.
   *
   * @return the number of the note
   */
  long begin(String source, Ready set) {
    return store.transaction(
        connection -> {
          Rows.update(
              connection,
              "DELETE FROM collected_sets WHERE source = ? AND name = ? AND outcome = ?",
              source,
              set.name(),
              CollectedSets.LOADING);
          long id = add(connection, source, set, CollectedSets.LOADING, "");
          addObjects(connection, source, set, id, "('refused', 'loading')");
          return id;
        });
  }

  /** Notes what became of a set. */
  void finish(long id, Loaded loaded) {
    store.change(
        connection ->
            Rows.update(
                connection,
                "UPDATE collected_sets SET outcome = ?, detail = ?, deliveries = ?, at = ?"
                    + " WHERE id = ?",
                word(loaded.outcome()),
                loaded.detail(),
                String.join("\n", loaded.deliveries()),
                Rows.time(clock.instant()),
                id));
  }

  /** Notes a set that is not even tried. */
  void refuse(String source, Ready set, String why) {
    store.change(
        connection -> {
          long id = add(connection, source, set, word(Outcome.REFUSED), why);
          addObjects(connection, source, set, id, "('refused')");
        });
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private long add(Connection connection, String source, Ready set, String outcome, String detail)
      throws SQLException {
    Rows.update(
        connection,
        "INSERT INTO collected_sets"
            + " (source, name, period, changed_at, outcome, detail, deliveries, at)"
            + " VALUES (?, ?, ?, ?, ?, ?, '', ?)",
        source,
        set.name(),
        set.period(),
        Rows.time(set.changedAt()),
        outcome,
        detail,
        Rows.time(clock.instant()));
    return Rows.first(connection, "SELECT last_insert_rowid()", row -> row.getLong(1))
        .orElseThrow();
  }

  /** A version that a loaded set has stays with that set, whatever becomes of a later one. */
  private static void addObjects(
      Connection connection, String source, Ready set, long id, String takenFrom)
      throws SQLException {
    for (StoredObject object : set.objects()) {
      Rows.update(
          connection,
          "INSERT INTO collected_objects (source, object_key, version, bytes, set_id)"
              + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (source, object_key, version) DO UPDATE SET"
              + " set_id = excluded.set_id WHERE (SELECT outcome FROM collected_sets"
              + " WHERE id = collected_objects.set_id) IN "
              + takenFrom,
          source,
          object.key(),
          object.version(),
          object.bytes(),
          id);
    }
  }

  /** Lets what was refused be tried again. */
  void forgetRefused(String source) {
    store.change(
        connection ->
            Rows.update(
                connection,
                "DELETE FROM collected_sets WHERE source = ? AND outcome = ?",
                source,
                word(Outcome.REFUSED)));
  }

  /** What was taken last. */
  Optional<Taken> last(String source) {
    return store.transaction(
        connection ->
            Rows.first(
                connection,
                "SELECT name, outcome, detail, at FROM collected_sets WHERE source = ?"
                    + " AND outcome <> 'loading' ORDER BY id DESC LIMIT 1",
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
