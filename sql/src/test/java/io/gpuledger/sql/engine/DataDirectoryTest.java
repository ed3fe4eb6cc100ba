package io.gpuledger.sql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.sql.client.EngineException;
import io.gpuledger.sql.client.LedgerAddress;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.client.LedgerDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine in a process of its own, and what becomes of a directory when it dies. */
@Tag("live")
class DataDirectoryTest {
  private static final int BLOCKS_BEFORE_THE_KILL = 50;

  private static final String INTERNAL = "internal-secret-of-this-test";
  private static final String MIGRATOR = "migrator-secret-of-this-test";

  @TempDir Path folder;

  /** An engine process that is certainly ended. */
  private record Child(Process process, String url, Path errors) implements AutoCloseable {
    LedgerAddress internal() {
      return new LedgerAddress(url, "internal", INTERNAL);
    }

    LedgerAddress migrator() {
      return new LedgerAddress(url, "migrator", MIGRATOR);
    }

    int stop() throws InterruptedException {
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    }

    void kill() throws InterruptedException {
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() throws InterruptedException {
      kill();
    }
  }

  private Child start(Path data) throws IOException, InterruptedException {
    Path urlFile = folder.resolve("url");
    Files.deleteIfExists(urlFile);
    Path errors = folder.resolve("engine.log");
    Process process = launch(data, urlFile, errors);
    long deadline = System.nanoTime() + 90_000_000_000L;
    while (!Files.exists(urlFile)) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        process.destroyForcibly();
        throw new IllegalStateException("the engine did not start: " + Files.readString(errors));
      }
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    return new Child(process, Files.readString(urlFile), errors);
  }

  private static Process launch(Path data, Path urlFile, Path errors) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            EngineMain.class.getName(),
            "--data",
            data.toString(),
            "--port",
            "0",
            "--url-file",
            urlFile.toString());
    builder.environment().put(EngineMain.INTERNAL_SECRET, INTERNAL);
    builder.environment().put(EngineMain.MIGRATOR_SECRET, MIGRATOR);
    return builder.redirectErrorStream(true).redirectOutput(errors.toFile()).start();
  }

  @Test
  void an_engine_in_a_process_of_its_own_is_reached_by_its_address_only() throws Exception {
    try (Child child = start(folder.resolve("data"))) {
      LedgerClient client = new LedgerClient(child.internal());
      client.execute(
          "INSERT INTO sink_commits (job, checkpoint_id) VALUES ('billing', 7)", Map.of());
      try (Connection connection = new LedgerDataSource(child.internal()).getConnection();
          ResultSet rows =
              connection.createStatement().executeQuery("SELECT checkpoint_id FROM sink_commits")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getLong(1)).isEqualTo(7);
      }
      // 143 is the JVM's answer to SIGTERM after its hooks ran; a crash of the engine is 134.
      assertThat(child.stop()).as(Files.readString(child.errors())).isEqualTo(143);
    }
  }

  @Test
  void a_second_instance_on_one_directory_is_refused() throws Exception {
    Path data = folder.resolve("data");
    EngineOptions options = EngineOptions.of(EngineLibrary.findOrFetch(line -> {}), data);
    try (Child child = start(data)) {
      assertThat(child.process().isAlive()).isTrue();
      assertThatThrownBy(() -> EmbeddedEngine.open(options))
          .isInstanceOf(EngineUnavailableException.class)
          .hasMessageContaining(data.toString())
          .hasMessageContaining("in use by another running instance");
      Path errors = folder.resolve("second.log");
      Process second = launch(data, folder.resolve("second"), errors);
      assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(second.exitValue()).isEqualTo(1);
      assertThat(Files.readString(errors)).contains("in use by another running instance");
    }
    try (EmbeddedEngine first = EmbeddedEngine.open(options)) {
      assertThat(first.runningStatements()).isZero();
      assertThatThrownBy(() -> EmbeddedEngine.open(options))
          .isInstanceOf(EngineUnavailableException.class)
          .hasMessageContaining("in use by another running instance");
      EngineOptions other = EngineOptions.of(options.library(), folder.resolve("other"));
      assertThatThrownBy(() -> EmbeddedEngine.open(other))
          .isInstanceOf(EngineUnavailableException.class)
          .hasMessageContaining("one directory per process");
    }
  }

  @Test
  void every_acknowledged_block_survives_a_kill_and_none_is_stored_twice() throws Exception {
    Path data = folder.resolve("data");
    List<Long> acknowledged = new ArrayList<>();
    long unknown = -1;
    try (Child child = start(data)) {
      new LedgerClient(child.migrator())
          .execute(
              "CREATE TABLE killed (block UInt64, row UInt64) ENGINE = MergeTree ORDER BY block"
                  + " SETTINGS non_replicated_deduplication_window = 20000",
              Map.of());
      LedgerClient client = new LedgerClient(child.internal());
      // Killed once some blocks are in, while the loop below goes on inserting.
      CountDownLatch underWay = new CountDownLatch(BLOCKS_BEFORE_THE_KILL);
      Thread killer =
          new Thread(
              () -> {
                try {
                  underWay.await();
                  child.kill();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      killer.start();
      try {
        for (long block = 0; block < 1_000_000; block++) {
          unknown = block;
          insert(client, block);
          acknowledged.add(block);
          underWay.countDown();
        }
      } catch (EngineException e) {
        assertThat(e.retriable()).isTrue();
      }
      killer.join();
    }
    assertThat(acknowledged).isNotEmpty();
    try (Child child = start(data)) {
      LedgerClient client = new LedgerClient(child.internal());
      insert(client, unknown);
      insert(client, 0);
      String expected = (acknowledged.size() + 1) + "\t1000\t1000\n";
      String sql =
          "SELECT count(), min(rows), max(rows) FROM"
              + " (SELECT block, count() AS rows FROM killed GROUP BY block)";
      assertThat(client.query(sql, Map.of())).isEqualTo(expected);
      assertThat(child.stop()).isEqualTo(143);
    }
  }

  private static void insert(LedgerClient client, long block) {
    client.execute(
        "INSERT INTO killed (block, row) SELECT {block:UInt64}, number FROM numbers(1000)"
            + " SETTINGS insert_deduplication_token = 'block-"
            + block
            + "'",
        Map.of("block", String.valueOf(block)));
  }
}
