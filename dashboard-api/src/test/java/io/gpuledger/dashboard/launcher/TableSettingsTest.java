package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.engine.EmbeddedLedger;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("live")
class TableSettingsTest {
  @TempDir Path folder;

  @Test
  void samples_are_kept_as_long_as_configured_and_power_flushes_every_insert() {
    try (EmbeddedLedger ledger = EmbeddedLedger.open(folder)) {
      LedgerClient client = new LedgerClient(ledger.internal());
      TableSettings.apply(ledger.migrator(), config("retention: {samples: 2h}"));
      sample(client, "old", "now() - 7201", "now() - 7201");
      sample(client, "replayed", "now() - 86400", "now()");
      sample(client, "new", "now()", "now()");

      optimize(ledger);
      assertThat(devices(client)).isEqualTo("new,replayed");
      String before = created(client, "gpu_samples");
      TableSettings.apply(ledger.migrator(), config("retention: {samples: 2h}"));
      assertThat(created(client, "gpu_samples")).isEqualTo(before).doesNotContain("fsync");

      TableSettings.apply(ledger.migrator(), config("durability: power"));
      assertThat(created(client, "gpu_samples")).contains("toIntervalSecond(259200)");
      for (String table : new String[] {"charges", "deliveries", "gpu_usage", "sink_commits"}) {
        assertThat(created(client, table)).contains("fsync_after_insert = 1");
      }
      TableSettings.apply(ledger.migrator(), LedgerConfig.defaults());
      assertThat(created(client, "charges")).doesNotContain("fsync");
    }
  }

  private static void optimize(EmbeddedLedger ledger) {
    new LedgerClient(ledger.migrator()).execute("OPTIMIZE TABLE gpu_samples FINAL", Map.of());
  }

  private static LedgerConfig config(String text) {
    return ConfigReader.read("gpuledger.yaml", text).values().get(0);
  }

  private static void sample(LedgerClient client, String device, String at, String publishedAt) {
    client.execute(
        "INSERT INTO gpu_samples (cluster, device_uuid, at, published_at) SELECT 'c',"
            + " {device:String}, toDateTime64("
            + at
            + ", 9, 'UTC'), toDateTime64("
            + publishedAt
            + ", 9, 'UTC')",
        Map.of("device", device));
  }

  private static String devices(LedgerClient client) {
    return client
        .query(
            "SELECT arrayStringConcat(arraySort(groupArray(device_uuid)), ',') FROM gpu_samples",
            Map.of())
        .strip();
  }

  private static String created(LedgerClient client, String table) {
    return client.query(
        "SELECT engine_full FROM system.tables WHERE name = {table:String}",
        Map.of("table", table));
  }
}
