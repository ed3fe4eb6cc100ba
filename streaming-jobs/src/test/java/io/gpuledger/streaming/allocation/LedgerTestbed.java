package io.gpuledger.streaming.allocation;

import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.engine.EmbeddedLedger;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real engine of the class's own, with nothing to allocate and nothing allocated at each test.
 */
abstract class LedgerTestbed {
  private static final List<String> TABLES =
      List.of(
          "charges",
          "deliveries",
          "gpu_usage",
          "published_checkpoints",
          "job_generations",
          "device_inventory",
          "allocation_runs",
          "allocation_cells",
          "allocation_lines",
          "cost_detail_daily",
          "cost_daily",
          "cost_monthly",
          "monthly_rollups");

  @TempDir static Path directory;
  static EmbeddedLedger ledger;
  static LedgerClient client;

  @BeforeAll
  static void open() {
    ledger = EmbeddedLedger.open(directory);
    client = new LedgerClient(ledger.internal());
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  @BeforeEach
  void empty() {
    LedgerClient migrator = new LedgerClient(ledger.migrator());
    for (String table : TABLES) {
      migrator.execute("TRUNCATE TABLE " + table, Map.of());
    }
  }

  static List<String> query(String sql) {
    return client.query(sql, Map.of()).lines().toList();
  }
}
