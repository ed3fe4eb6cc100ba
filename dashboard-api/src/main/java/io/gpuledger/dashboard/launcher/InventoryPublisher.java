package io.gpuledger.dashboard.launcher;

import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.ingest.wire.InventoryEntry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells the telemetry job which devices the configuration names, and which it no longer names. What
 * was told is kept in the operational state, so that an entry that left the file while nothing ran
 * is taken back as well.
 */
final class InventoryPublisher {
  private final StateStore store;
  private final Consumer<InventoryEntry> sink;
  private final Runnable flush;
  private final Clock clock;

  /**
   * A publisher.
   *
   * @param sink takes records to topic {@code inventory}
   * @param flush returns when they are safe there
   */
  InventoryPublisher(StateStore store, Consumer<InventoryEntry> sink, Runnable flush, Clock clock) {
    this.store = store;
    this.sink = sink;
    this.flush = flush;
    this.clock = clock;
  }

  /** By what the job tells entries apart. */
  private record Key(
      String cluster, String node, String providerResourceId, String deviceModel, long fromMicros) {
    static Key of(LedgerConfig.Inventory entry) {
      return new Key(
          entry.cluster(),
          entry.node(),
          entry.providerResourceId(),
          entry.deviceModel(),
          micros(entry.from()));
    }
  }

  /** Sends all entries, and takes back those that are gone. */
  synchronized void publish(LedgerConfig config) {
    Set<Key> gone = new LinkedHashSet<>(told());
    List<InventoryEntry> records = new ArrayList<>();
    Set<Key> wanted = new LinkedHashSet<>();
    for (LedgerConfig.Inventory entry : config.inventory()) {
      Key key = Key.of(entry);
      wanted.add(key);
      records.add(
          record(key)
              .setDeviceCount(entry.count())
              .setToMicros(entry.to().map(InventoryPublisher::micros).orElse(0L))
              .build());
    }
    gone.removeAll(wanted);
    // Noted before it is sent and forgotten after: a kill in between repeats what changes nothing.
    remember(wanted);
    long now = micros(clock.instant());
    for (Key key : gone) {
      sink.accept(record(key).setToMicros(Math.max(now, key.fromMicros() + 1)).build());
    }
    records.forEach(sink);
    flush.run();
    forget(gone);
  }

  private InventoryEntry.Builder record(Key key) {
    return InventoryEntry.newBuilder()
        .setCluster(key.cluster())
        .setNode(key.node())
        .setProviderResourceId(key.providerResourceId())
        .setDeviceModel(key.deviceModel())
        .setFromMicros(key.fromMicros())
        .setVersion(clock.millis());
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  private List<Key> told() {
    return store.transaction(
        connection ->
            Rows.list(
                connection,
                "SELECT cluster, node, provider_resource_id, device_model, from_micros"
                    + " FROM inventory_told ORDER BY 1, 2, 3, 4, 5",
                row ->
                    new Key(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getLong(5))));
  }

  private void remember(Set<Key> keys) {
    change(
        keys,
        "INSERT OR IGNORE INTO inventory_told"
            + " (cluster, node, provider_resource_id, device_model, from_micros)"
            + " VALUES (?, ?, ?, ?, ?)");
  }

  private void forget(Set<Key> keys) {
    change(
        keys,
        "DELETE FROM inventory_told WHERE cluster = ? AND node = ? AND provider_resource_id = ?"
            + " AND device_model = ? AND from_micros = ?");
  }

  private void change(Set<Key> keys, String statement) {
    if (keys.isEmpty()) {
      return;
    }
    store.change(
        connection -> {
          for (Key key : keys) {
            Rows.update(
                connection,
                statement,
                key.cluster(),
                key.node(),
                key.providerResourceId(),
                key.deviceModel(),
                key.fromMicros());
          }
        });
  }
}
