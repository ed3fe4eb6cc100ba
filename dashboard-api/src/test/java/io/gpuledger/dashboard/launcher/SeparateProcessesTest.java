package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.ingest.generate.FleetGenerator;
import io.gpuledger.ingest.generate.FleetPlan;
import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import io.gpuledger.ingest.generate.FocusTruth;
import io.gpuledger.ingest.kafka.BrokerMain;
import io.gpuledger.ingest.kafka.EmbeddedBroker;
import io.gpuledger.ingest.prometheus.ExpositionWriter;
import io.gpuledger.sql.client.LedgerAddress;
import io.gpuledger.sql.client.LedgerClient;
import io.gpuledger.sql.engine.EngineMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The product over a broker and an engine that run in processes of their own. It knows of them by
 * two lines of its configuration and nothing else.
 */
@Tag("live")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SeparateProcessesTest {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final String SECRET = "a-secret-of-this-test";
  private static final Map<String, String> OCTOBER =
      Map.of("start", "2026-10-01", "end", "2026-11-01");

  private final ExecutorService people = Executors.newSingleThreadExecutor();
  private Path folder;
  private OwnProcess broker;
  private OwnProcess engine;
  private RunningLedger ledger;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    Path kafka = Files.createDirectories(folder.resolve("kafka"));
    broker =
        new OwnProcess(
            BrokerMain.class,
            List.of(kafka.toString(), Integer.toString(freePort())),
            Map.of(),
            kafka.resolve(EmbeddedBroker.ADDRESS_FILE),
            folder.resolve("broker.log"));
    Path url = folder.resolve("engine.url");
    engine =
        new OwnProcess(
            EngineMain.class,
            List.of(
                "--data",
                folder.resolve("engine").toString(),
                "--port",
                Integer.toString(freePort()),
                "--url-file",
                url.toString()),
            Map.of(
                EngineMain.INTERNAL_SECRET,
                "of the door that nobody uses here",
                EngineMain.MIGRATOR_SECRET,
                SECRET),
            url,
            folder.resolve("engine.log"));
    Path secret = Files.writeString(folder.resolve("engine.secret"), SECRET);
    Path config = folder.resolve("gpuledger.yaml");
    Files.writeString(
        config,
        """
        kafka:
          bootstrap: %s
        clickhouse:
          url: %s
          user: migrator
          password: ${file:%s}
        """
            .formatted(broker.address(), engine.address(), secret));
    ledger = RunningLedger.start(folder.resolve("data"), Optional.of(config));
  }

  @AfterAll
  void stop() {
    people.shutdownNow();
    for (AutoCloseable each : new AutoCloseable[] {ledger, broker, engine}) {
      try {
        if (each != null) {
          each.close();
        }
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private FocusTruth bill(Path file, long rows) throws IOException {
    return FocusGenerator.write(
        FocusPlan.of(rows, FocusShape.AWS_1_2, YearMonth.of(2026, 10), rows), file);
  }

  private void assertExact(String source, FocusTruth truth) {
    for (String metric : List.of("billed", "effective", "list", "contracted")) {
      Map<String, String> question = new HashMap<>(OCTOBER);
      question.put("metric", metric);
      question.put("filter", "source:\"" + source + "\"");
      JsonNode totals = ledger.ok("/api/v1/costs", question).path("totals");
      truth
          .byCurrency()
          .forEach(
              (currency, costs) ->
                  assertThat(totals.path(currency).asText())
                      .as("%s %s", metric, currency)
                      .isEqualTo(
                          switch (metric) {
                            case "billed" -> costs.billed().toString();
                            case "effective" -> costs.effective().toString();
                            case "list" -> costs.list().toString();
                            default -> costs.contracted().toString();
                          }));
    }
  }

  @Test
  void nothing_of_broker_and_engine_lives_in_the_data_directory() {
    assertThat(folder.resolve("data/engine"))
        .satisfiesAnyOf(
            path -> assertThat(path).doesNotExist(), path -> assertThat(path).isEmptyDirectory());
    assertThat(folder.resolve("data/kafka"))
        .satisfiesAnyOf(
            path -> assertThat(path).doesNotExist(), path -> assertThat(path).isEmptyDirectory());
  }

  @Test
  void a_bill_is_imported_and_read_exactly() throws IOException {
    Path file = folder.resolve("plain.csv");
    FocusTruth truth = bill(file, 2_000);

    JsonNode report = ledger.importFile("plain", file).json();

    assertThat(report.path("deliveries")).hasSize(2).allMatch(d -> d.path("visible").asBoolean());
    assertExact("plain", truth);
  }

  @Test
  void samples_are_replayed_and_read() throws IOException {
    Instant start = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(7, ChronoUnit.MINUTES);
    FleetGenerator fleet =
        new FleetGenerator(FleetPlan.small(5, start).withSize(1, 4).withTicks(24));
    List<Path> files = new ArrayList<>();
    for (int tick = 0; tick < fleet.plan().ticks(); tick++) {
      Path file = folder.resolve("scrape-%02d.prom".formatted(tick));
      files.add(Files.writeString(file, ExpositionWriter.write(fleet.samples(0, tick))));
    }

    JsonNode answer =
        ledger.upload("/api/v1/replays?cluster=lab&cadence=15s&at=" + start, files).json();

    assertThat(answer.path("samples").asLong())
        .as(answer.toString())
        .isEqualTo(fleet.truth().samples());
    JsonNode devices =
        ledger.await(
            "/api/v1/gpus",
            Map.of("filter", "cluster:\"lab\""),
            rows -> rows.path("totalRows").asLong() == 4);
    assertThat(devices.path("rows")).allMatch(row -> row.path("cluster").asText().equals("lab"));
    long nanos = Duration.ofMinutes(4 * 5).toNanos();
    ledger.await(
        "/api/v1/utilization",
        Map.of(
            "start",
            start.toString(),
            "end",
            start.plus(5, ChronoUnit.MINUTES).toString(),
            "groupBy",
            "cluster",
            "filter",
            "cluster:\"lab\""),
        rows -> stateNanos(rows) == nanos);
  }

  private static long stateNanos(JsonNode utilization) {
    long sum = 0;
    for (JsonNode row : utilization.path("rows")) {
      for (JsonNode nanos : row.path("stateNanos")) {
        sum += nanos.asLong();
      }
    }
    return sum;
  }

  @Test
  void an_import_waits_for_an_engine_that_was_killed_and_completes_exactly() throws Exception {
    Path file = folder.resolve("engine.csv");
    FocusTruth truth = bill(file, 60_000);
    Future<JsonNode> importing = people.submit(() -> ledger.importFile("engine", file).json());
    await(() -> stored("engine") > 0);

    engine.kill();
    // The product sees it gone; the import must not end meanwhile.
    await(() -> ledger.get("/readyz", Map.of()).status() == 503);
    assertThat(importing.isDone()).isFalse();
    engine.restart();

    assertCompletes("engine", importing, truth);
  }

  @Test
  void an_import_waits_for_a_broker_that_was_killed_and_completes_exactly() throws Exception {
    Path file = folder.resolve("broker.csv");
    FocusTruth truth = bill(file, 50_000);
    Future<JsonNode> importing = people.submit(() -> ledger.importFile("broker", file).json());
    await(() -> stored("broker") > 0);

    broker.kill();
    assertThat(importing.isDone()).isFalse();
    broker.restart();

    assertCompletes("broker", importing, truth);
  }

  private void assertCompletes(String source, Future<JsonNode> importing, FocusTruth truth)
      throws Exception {
    JsonNode report = importing.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(report.path("deliveries"))
        .as(report.toString())
        .hasSize(2)
        .allMatch(d -> d.path("visible").asBoolean());
    assertThat(stored(source)).isEqualTo(truth.rows());
    assertThat(
            engine(
                "SELECT uniqExact(delivery_id, row_no) FROM charges WHERE source = '"
                    + source
                    + "'"))
        .isEqualTo(truth.rows());
    assertExact(source, truth);
  }

  private long stored(String source) {
    return engine("SELECT count() FROM charges WHERE source = '" + source + "'");
  }

  private long engine(String sql) {
    LedgerClient direct = new LedgerClient(new LedgerAddress(engine.address(), "migrator", SECRET));
    return Long.parseLong(direct.query(sql, Map.of()).strip());
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }
}
