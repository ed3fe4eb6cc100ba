package io.gpuledger.dashboard.launcher;

import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.config.LedgerConfig.Durability;
import io.gpuledger.sql.client.LedgerAddress;
import io.gpuledger.sql.client.LedgerClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the configuration says of the ledger's tables, brought to them through the door that may
 * change the schema. A table that is as it should be is left alone.
 */
final class TableSettings {
  private static final String FSYNC = "fsync_after_insert = 1, fsync_part_directory = 1";

  private TableSettings() {}

  static void apply(LedgerAddress migrator, LedgerConfig config) {
    LedgerClient client = new LedgerClient(migrator);
    keepSamples(client, config.retention().samples());
    flush(client, config.durability() == Durability.POWER);
  }

  /** Samples live from their measurement or their reception on, whichever was later. */
  private static void keepSamples(LedgerClient client, Duration kept) {
    String interval = "toIntervalSecond(" + kept.toSeconds() + ")";
    String engine =
        client
            .query(
                "SELECT engine_full FROM system.tables"
                    + " WHERE database = currentDatabase() AND name = 'gpu_samples'",
                Map.of())
            .strip();
    if (!engine.contains(interval)) {
      client.execute(
          "ALTER TABLE gpu_samples MODIFY TTL toDateTime(greatest(at, published_at)) + " + interval,
          Map.of());
    }
  }

  /** Whether each insert waits until its files have reached the disk. */
  private static void flush(LedgerClient client, boolean everyInsert) {
    List<String> otherwise =
        client
            .query(
                "SELECT name FROM system.tables WHERE database = currentDatabase()"
                    + " AND engine LIKE '%MergeTree' AND name NOT LIKE '.inner%'"
                    + " AND (position(engine_full, 'fsync_after_insert = 1') > 0) != {on:UInt8}"
                    + " ORDER BY name",
                Map.of("on", everyInsert ? "1" : "0"))
            .lines()
            .toList();
    for (String table : otherwise) {
      client.execute(
          "ALTER TABLE `"
              + table.replace("`", "")
              + "` "
              + (everyInsert
                  ? "MODIFY SETTING " + FSYNC
                  : "RESET SETTING fsync_after_insert, fsync_part_directory"),
          Map.of());
    }
  }
}
