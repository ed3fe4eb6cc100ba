package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.dashboard.cli.Main;
import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import io.gpuledger.streaming.fault.FaultPoint;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backup of a running instance, by the command in a process of its own, and what is made of it
 * elsewhere: the same digits, and everything goes on exactly once.
 */
@Tag("live")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class BackupEndToEndTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YearMonth MONTH = YearMonth.of(2026, 10);
  private static final int SCRAPES = 8;
  private static final Map<String, String> OCTOBER =
      Map.of("start", "2026-10-01", "end", "2026-11-01");

  private Path folder;
  private Path data;
  private Path bill;
  private Path archive;
  private List<Path> scrapes;

  /** What every reader was told of the original. */
  private Map<String, JsonNode> told;

  private List<String> devices;
  private String asOf;

  /** When the first of the replayed scrapes was taken: lately, so that its devices are listed. */
  private Instant scraped;

  @BeforeAll
  void fill(@TempDir Path temporary) throws IOException {
    folder = temporary;
    data = folder.resolve("data");
    archive = folder.resolve("backup.zip");
    bill = folder.resolve("october.csv");
    FocusGenerator.write(FocusPlan.of(61, FocusShape.AWS_1_2, MONTH, 2_000), bill);
    scraped = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(3, ChronoUnit.MINUTES);
    scrapes = new ArrayList<>();
    for (int i = 0; i < SCRAPES; i++) {
      scrapes.add(
          Files.writeString(
              folder.resolve("scrape-" + i + ".prom"),
              """
              DCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="GPU-a",modelName="NVIDIA H100 80GB HBM3",Hostname="n1",pod="train-1",namespace="alpha"} %d
              DCGM_FI_DEV_GPU_UTIL{gpu="1",UUID="GPU-b",modelName="NVIDIA H100 80GB HBM3",Hostname="n1"} 0
              DCGM_FI_DEV_FB_USED{gpu="1",UUID="GPU-b",modelName="NVIDIA H100 80GB HBM3",Hostname="n1"} 10
              """
                  .formatted(40 + i)));
    }
  }

  /** What the four costs, the devices, a charge's trace, the invoices and the close say. */
  private Map<String, JsonNode> ask(RunningLedger ledger, String asOf) {
    Map<String, JsonNode> answers = new LinkedHashMap<>();
    for (String metric : List.of("billed", "effective", "list", "contracted")) {
      Map<String, String> question = new LinkedHashMap<>(OCTOBER);
      question.put("metric", metric);
      question.put("groupBy", "team,account");
      question.put("limit", "500");
      question.put("asOf", asOf);
      answers.put("costs " + metric, of(ledger.ok("/api/v1/costs", question)));
    }
    Map<String, String> question = new LinkedHashMap<>(OCTOBER);
    question.put("asOf", asOf);
    answers.put("first minute", firstMinute(ledger, Map.of("asOf", asOf)));
    JsonNode charges = ledger.ok("/api/v1/charges", question);
    answers.put("charges", of(charges));
    String charge = charges.at("/rows/0/chargeId").asText();
    assertThat(charge).isNotEmpty();
    answers.put(
        "trace", of(ledger.ok("/api/v1/allocations/trace/" + charge, Map.of("asOf", asOf))));
    answers.put(
        "bridge",
        of(ledger.ok("/api/v1/bridge", Map.of("period", MONTH.toString(), "asOf", asOf))));
    answers.put("close", of(ledger.ok("/api/v1/close/" + MONTH, Map.of("asOf", asOf))));
    return answers;
  }

  /** What the devices did in the first minute of the scrapes. */
  private JsonNode firstMinute(RunningLedger ledger, Map<String, String> more) {
    Map<String, String> question = new LinkedHashMap<>(more);
    question.put("start", scraped.toString());
    question.put("end", scraped.plus(1, ChronoUnit.MINUTES).toString());
    question.put("groupBy", "cluster");
    JsonNode rows = ledger.ok("/api/v1/utilization", question).path("rows");
    assertThat(rows).isNotEmpty();
    return rows;
  }

  /** The devices at their latest sample; their states go on with the clock. */
  private static List<String> devices(RunningLedger ledger) {
    List<String> devices = new ArrayList<>();
    for (JsonNode row : ledger.ok("/api/v1/gpus", Map.of()).path("rows")) {
      devices.add(
          String.join(
              " ",
              row.path("id").asText(),
              row.path("sampleAt").asText(),
              row.path("team").asText(),
              row.path("busyRatio").asText(),
              row.path("holders").toString()));
    }
    return devices;
  }

  private JsonNode replay(RunningLedger ledger, Instant at, List<Path> files) throws IOException {
    JsonNode answer =
        ledger.upload("/api/v1/replays?cluster=lab&cadence=15s&at=" + at, files).json();
    assertThat(answer.path("samples").asLong()).as(answer.toString()).isEqualTo(2L * files.size());
    return answer;
  }

  private static void awaitSample(RunningLedger ledger, Instant at) {
    ledger.await(
        "/api/v1/gpus",
        Map.of(),
        gpus ->
            gpus.path("rows").size() == 2
                && !Instant.parse(gpus.at("/rows/0/sampleAt").asText("1970-01-01T00:00:00Z"))
                    .isBefore(at));
  }

  /** An age counts on between two questions. */
  private static JsonNode of(JsonNode answer) {
    JsonNode copy = answer.deepCopy();
    for (JsonNode source : copy.path("freshness")) {
      ((ObjectNode) source).remove("ageSeconds");
    }
    return copy;
  }

  /** Runs a command in a process of its own; the line of its output in braces is its JSON. */
  private Ended command(Map<String, String> environment, String... arguments) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx700m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(each -> each.startsWith("--add-opens=") || each.startsWith("-Duser."))
        .forEach(line::add);
    line.add("-cp");
    line.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    line.add(Main.class.getName());
    line.addAll(Arrays.asList(arguments));
    Path out = folder.resolve("command.out");
    Path err = folder.resolve("command.err");
    ProcessBuilder builder =
        new ProcessBuilder(line).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    try {
      int status = builder.start().waitFor();
      return new Ended(status, Files.readString(out).strip(), Files.readString(err));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Ended command(String... arguments) throws IOException {
    return command(Map.of(), arguments);
  }

  /** How a command ended. */
  private record Ended(int status, String out, String err) {
    JsonNode json() throws IOException {
      assertThat(status).as(err).isZero();
      // Beside the test's class path the log goes to standard output too.
      return JSON.readTree(
          out.lines()
              .filter(line -> line.startsWith("{"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(out)));
    }
  }

  @Test
  @Order(1)
  void a_running_instance_is_backed_up_and_goes_on() throws IOException {
    try (RunningLedger ledger = RunningLedger.start(data)) {
      assertThat(ledger.importFile("aws", bill).json().at("/deliveries/0/visible").asBoolean())
          .isTrue();
      replay(ledger, scraped, scrapes);
      awaitSample(ledger, scraped.plusSeconds(15L * (SCRAPES - 1)));
      close(ledger);
      asOf = ledger.ok("/api/v1/costs", OCTOBER).at("/snapshot/asOf").asText();
      told = ask(ledger, asOf);
      devices = devices(ledger);

      JsonNode answer =
          command("backup", "-o", archive.toString(), "--data", data.toString(), "--json").json();

      assertThat(answer.path("bytes").asLong()).isEqualTo(Files.size(archive));
      assertThat(answer.at("/point/jobs").findValuesAsText("job"))
          .containsExactlyInAnyOrder("billing", "telemetry", "spend-guard");
      assertThat(Files.getPosixFilePermissions(archive))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(data.resolve("backups")).isEmptyDirectory();
      assertThat(ask(ledger, asOf)).isEqualTo(told);
      // The jobs run again: what comes now arrives, once.
      Path next = folder.resolve("next.csv");
      FocusGenerator.write(FocusPlan.of(62, FocusShape.AWS_1_2, MONTH.plusMonths(1), 500), next);
      assertThat(ledger.importFile("aws", next).json().at("/deliveries/0/visible").asBoolean())
          .isTrue();
      assertThat(ask(ledger, asOf)).isEqualTo(told);
    }
  }

  private static void close(RunningLedger ledger) {
    RunningLedger.Answer prepared =
        ledger.post(
            "/api/v1/close/" + MONTH + "/prepare",
            """
            {"acknowledge":{"invoices":"none in this test","bridge":"none in this test",
             "bills":"all there","rejects":"none"}}
            """);
    assertThat(prepared.status()).as(prepared.text()).isEqualTo(200);
    String approver =
        ledger.post("/api/v1/tokens", "{\"role\":\"approver\"}").json().path("secret").asText();
    RunningLedger.Answer signed =
        ledger.post(approver, "/api/v1/close/" + MONTH + "/sign-off", "{}");
    assertThat(signed.status()).as(signed.text()).isEqualTo(200);
  }

  @Test
  @Order(2)
  void restored_elsewhere_it_answers_to_the_digit_and_goes_on_exactly_once() throws IOException {
    Path elsewhere = folder.resolve("other").resolve("place");
    JsonNode restored =
        command("restore", archive.toString(), "--data", elsewhere.toString(), "--json").json();
    assertThat(restored.at("/point/asOf").asText()).isGreaterThanOrEqualTo(asOf);

    for (int start = 1; start <= 2; start++) {
      try (RunningLedger ledger = RunningLedger.start(elsewhere)) {
        assertThat(ledger.get("/readyz", Map.of()).status()).isEqualTo(200);
        assertThat(ask(ledger, asOf)).as("start %d", start).isEqualTo(told);
        if (start == 1) {
          assertThat(devices(ledger)).hasSize(2).isEqualTo(devices);
        }
        JsonNode again = ledger.importFile("aws", bill).json();
        assertThat(again.at("/deliveries/0/unchanged").asBoolean()).isTrue();
        JsonNode minute = firstMinute(ledger, Map.of());
        replay(ledger, scraped, scrapes);
        // A later sample passes the repeated ones, so they have been seen.
        Instant later = scraped.plus(2, ChronoUnit.MINUTES).plusSeconds(15L * start);
        replay(ledger, later, List.of(scrapes.get(0)));
        awaitSample(ledger, later);
        assertThat(firstMinute(ledger, Map.of())).as("start %d", start).isEqualTo(minute);
        assertThat(ask(ledger, asOf)).as("start %d", start).isEqualTo(told);
      }
    }
  }

  @Test
  @Order(3)
  void a_cut_off_or_changed_archive_is_refused_and_leaves_nothing() throws IOException {
    byte[] whole = Files.readAllBytes(archive);
    Path cut = folder.resolve("cut.zip");
    Files.write(cut, Arrays.copyOf(whole, whole.length * 2 / 3));
    Path changed = folder.resolve("changed.zip");
    byte[] other = whole.clone();
    other[whole.length / 2] ^= 0x40;
    Files.write(changed, other);
    Path nothing = Files.writeString(folder.resolve("text.zip"), "not a backup");
    Path target = folder.resolve("refused").resolve("data");

    for (Path bad : List.of(cut, changed, nothing)) {
      Ended ended = command("restore", bad.toString(), "--data", target.toString());
      assertThat(ended.status()).as(ended.err()).isEqualTo(3);
      assertThat(ended.err()).contains("is not restored");
      assertThat(target).doesNotExist();
      assertThat(names(target.getParent())).isEmpty();
    }
  }

  @Test
  @Order(4)
  void a_directory_with_something_in_it_is_left_alone() throws IOException {
    Path target = Files.createDirectory(folder.resolve("used"));
    Path mine = Files.writeString(target.resolve("mine"), "keep");

    Ended ended = command("restore", archive.toString(), "--data", target.toString());

    assertThat(ended.status()).isEqualTo(3);
    assertThat(ended.err()).contains("is not empty");
    assertThat(names(target)).containsExactly("mine");
    assertThat(mine).hasContent("keep");
  }

  /** Not in every build: it starts six instances, and it has failed once (docs/backup.md). */
  @Tag("full")
  @Test
  @Order(5)
  void killed_at_any_moment_it_leaves_no_file_and_a_whole_instance() throws IOException {
    Path target = folder.resolve("killed.zip");
    for (String fault : List.of("backup_copied", "backup_file_written:40")) {
      // The directory is stopped, so the command's process is the instance as well.
      Ended killed =
          command(
              Map.of("GPULEDGER_FAULT", fault),
              "backup",
              "-o",
              target.toString(),
              "--data",
              data.toString());
      assertThat(killed.status()).as(killed.err()).isEqualTo(FaultPoint.EXIT_STATUS);
      assertThat(target).doesNotExist();
      try (RunningLedger ledger = RunningLedger.start(data)) {
        assertThat(ledger.get("/readyz", Map.of()).status()).as(fault).isEqualTo(200);
        assertThat(data.resolve("backups")).doesNotExist();
        assertThat(ask(ledger, asOf)).as(fault).isEqualTo(told);
      }
    }
    assertThat(
            command("backup", "-o", target.toString(), "--data", data.toString(), "--json")
                .json()
                .at("/point/jobs"))
        .hasSize(3);
    assertThat(target).isRegularFile();
  }

  private static List<String> names(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
