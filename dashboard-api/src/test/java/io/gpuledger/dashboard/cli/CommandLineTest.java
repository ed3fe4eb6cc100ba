package io.gpuledger.dashboard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.dashboard.launcher.LedgerRuntime;
import io.gpuledger.dashboard.launcher.RuntimeSettings;
import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import io.gpuledger.ingest.generate.FocusTruth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command as its user types it, against an instance that runs. */
@Tag("live")
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CommandLineTest {
  /** One document and nothing after it. */
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Path folder;
  private Path data;
  private LedgerRuntime runtime;

  @BeforeAll
  void start(@TempDir Path temporary) {
    folder = temporary;
    data = folder.resolve("data");
    runtime = LedgerRuntime.start(RuntimeSettings.temporary(data, Optional.empty()), line -> {});
  }

  @AfterAll
  void stop() {
    runtime.close();
  }

  /** How a command ended. */
  record Ended(int exit, String out, String err) {
    JsonNode json() throws IOException {
      return JSON.readTree(out);
    }
  }

  private Ended run(String... arguments) {
    return runIn(data, arguments);
  }

  private static Ended runIn(Path directory, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> all = new ArrayList<>(List.of(arguments));
    if (!all.isEmpty()) {
      all.add("--data");
      all.add(directory.toString());
    }
    Console console =
        new Console(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false);
    int exit = Main.run(console, all.toArray(String[]::new));
    return new Ended(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private FocusTruth bill(Path file, long seed) throws IOException {
    return FocusGenerator.write(
        FocusPlan.of(seed, FocusShape.AWS_1_2, YearMonth.of(2026, 9), 300), file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fly",
        "import bill.csv",
        "import --source s",
        "import --source s no-such-file.csv",
        "import --source s --format fly pom.xml",
        "import --source a/b pom.xml",
        "replay no-such-file.prom",
        "replay --cluster c --at soon pom.xml",
        "query --start 2026-09-01",
        "query --start 2026-09-01 --end 2026-08-01",
        "query --start 2026-09-01 --end 2026-10-01 --group-by teem",
        "query --start 2026-09-01 --end 2026-10-01 --filter team:",
        "report chargeback --period 2026-09",
        "report chargeback --period September -o /dev/null",
        "report fly --period 2026-09 -o /dev/null",
        "report bridge --period 2026-09",
        "invoice",
        "invoice add",
        "invoice list",
        "invoice list --period October",
        "invoice withdraw --issuer AWS --invoice none --currency USD",
        "invoice add --source s --issuer AWS --invoice I --period 2026-10 --currency USD"
            + " --payable -5",
        "invoice add --source s --issuer AWS --invoice I --period 2026-10 --currency usd"
            + " --payable 5",
        "close",
        "close --period October",
        "close --period 2026-13",
        "close --period 2026-08 --acknowledge rejects",
        "close --period 2026-08 --acknowledge allocation=x",
        "close --period 2026-08 --sign-off --acknowledge rejects=x",
        "close --period 2026-08 --as-of 2026-09-03T00:00:00Z",
        "close --period 2026-08 --token-file no-such-file",
        "reopen --period 2026-08",
        "reopen --period 1999-01 --reason x",
        "report accrual-journal --period FY2026-P13 -o /dev/null",
        "retract no-such-delivery",
        "rewind",
        "rewind --job fly",
        "token",
        "token create",
        "token create --role king",
        "token create --role lead",
        "token create --role viewer --expires 2020-01-01",
        "token revoke no-such-token",
        "bench fly",
        "doctor --port many"
      })
  void wrong_usage_ends_with_2_and_says_what_is_wrong(String line) {
    Ended ended = run(line.isEmpty() ? new String[0] : line.split(" ", -1));

    assertThat(ended.exit()).as(ended.toString()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void a_bill_is_imported_asked_for_reported_and_retracted() throws IOException {
    Path file = folder.resolve("september.csv");
    FocusTruth truth = bill(file, 1);

    Ended first = run("import", "--source", "cli", "--json", file.toString());
    assertThat(first.exit()).as(first.err()).isZero();
    JsonNode delivery = first.json().path("deliveries").get(0);
    assertThat(delivery.path("visible").asBoolean()).isTrue();
    assertThat(delivery.has("duplicateBilledCost")).isTrue();
    Ended again = run("import", "--source", "cli", file.toString());
    assertThat(again.exit()).isZero();
    assertThat(again.out()).contains("unchanged").contains("rows read");

    Ended query =
        run(
            "query --start 2026-09-01 --end 2026-10-01 --metric billed --filter source:\"cli\""
                .split(" ", -1));
    truth
        .byCurrency()
        .forEach(
            (currency, sums) ->
                assertThat(query.out()).contains("total\t" + sums.billed() + "\t" + currency));

    Path report = folder.resolve("chargeback.csv");
    Ended reported =
        run("report", "chargeback", "--period", "2026-09", "--json", "-o", report.toString());
    assertThat(reported.json().path("file").asText()).isEqualTo(report.toString());
    try (Stream<String> lines = Files.lines(report)) {
      assertThat(
              lines.filter(
                  line -> line.startsWith("proof,") && !line.startsWith("proof,currency,")))
          .isNotEmpty()
          .allMatch(line -> line.endsWith(",0"));
    }

    for (JsonNode each : first.json().path("deliveries")) {
      Ended retracted = run("retract", "--json", each.path("deliveryId").asText());
      assertThat(retracted.exit()).as(retracted.err()).isZero();
      assertThat(retracted.json().isObject()).isTrue();
    }
    Ended after =
        run(
            "query --json --start 2026-09-01 --end 2026-10-01 --filter source:\"cli\""
                .split(" ", -1));
    assertThat(after.json().path("totals")).isEmpty();
  }

  @Test
  void invoices_are_imported_typed_tied_withdrawn_and_bridged() throws IOException {
    Path bill = folder.resolve("bill.csv");
    FocusTruth truth = bill(bill, 7);
    assertThat(run("import", "--source", "inv", bill.toString()).exit()).isZero();
    JsonNode before = run("invoice", "list", "--period", "2026-09", "--json").json();
    JsonNode untied = ofSource(before, "inv");
    assertThat(untied.path("words").asText()).isEqualTo("not tied to an invoice");
    String billed = untied.at("/ledger/billed").asText();
    String issuer = untied.path("issuer").asText();
    String id = untied.path("invoiceId").asText();
    assertThat(truth.byCurrency().values())
        .anyMatch(sums -> sums.billed().toString().equals(billed));

    Path detail = folder.resolve("detail.csv");
    Files.writeString(detail, detail(issuer, id, billed) + detailRow(issuer, id, "bad", "1,5"));
    Ended refusing = run("import", "--source", "inv", "--json", detail.toString());
    assertThat(refusing.exit()).as(refusing.err()).isZero();
    assertThat(refusing.json().at("/datasets/0/rowsRejected").asInt()).isEqualTo(1);
    assertThat(refusing.json().at("/rejects/0/line").asInt()).isEqualTo(3);
    assertThat(refusing.json().at("/rejects/0/column").asInt()).isEqualTo(5);
    assertThat(refusing.json().path("deliveries")).isEmpty();
    assertThat(invoices("inv").path("status").asText())
        .as("a total with refused lines is not whole")
        .isEqualTo("not_tied");

    Files.writeString(detail, detail(issuer, id, billed));
    Ended loaded = run("import", "--source", "inv", detail.toString());
    assertThat(loaded.exit()).as(loaded.err()).isZero();
    assertThat(loaded.out()).contains("invoices").contains("payable " + billed);
    assertThat(invoices("inv").path("status").asText()).isEqualTo("tied");
    assertThat(run("import", "--source", "inv", detail.toString()).out()).contains("unchanged");

    Ended typed =
        run(
            "invoice",
            "add",
            "--source",
            "inv",
            "--issuer",
            issuer,
            "--invoice",
            id,
            "--period",
            "2026-09",
            "--currency",
            "USD",
            "--payable",
            "1.5",
            "--tax",
            "0.5",
            "--payment-currency",
            "EUR",
            "--payment-payable",
            "1.4");
    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out()).contains("recorded").contains("1.5 USD");
    assertThat(invoices("inv").path("status").asText()).isEqualTo("not_tied");
    assertThat(invoices("inv").at("/total/payments/0/payable").asText()).isEqualTo("1.4");

    Ended withdrawn =
        run("invoice", "withdraw", "--issuer", issuer, "--invoice", id, "--currency", "USD");
    assertThat(withdrawn.exit()).as(withdrawn.err()).isZero();
    assertThat(invoices("inv").path("status").asText()).isEqualTo("no_independent_total");
    assertThat(run("import", "--source", "inv", detail.toString()).out())
        .as("what was withdrawn comes back only by a new load")
        .doesNotContain("unchanged");
    assertThat(invoices("inv").path("status").asText()).isEqualTo("tied");

    Path report = folder.resolve("bridge.csv");
    Ended bridged = run("report", "bridge", "--period", "2026-09", "-o", report.toString());
    assertThat(bridged.exit()).as(bridged.err()).isZero();
    assertThat(Files.readString(report)).contains("bridge,USD,unexplained,0,0\r\n");
  }

  @Test
  void a_month_is_prepared_signed_by_another_exported_and_reopened() throws IOException {
    Path bill = folder.resolve("august.csv");
    FocusGenerator.write(FocusPlan.of(11, FocusShape.AWS_1_2, YearMonth.of(2026, 8), 200), bill);
    assertThat(run("import", "--source", "august", bill.toString()).exit()).isZero();
    String period = "2026-08";

    Ended open = run("close", "--period", period);
    assertThat(open.exit()).as(open.toString()).isEqualTo(3);
    assertThat(open.err()).contains("is not tied to an invoice");
    Ended prepared =
        run(
            "close",
            "--period",
            period,
            "--acknowledge",
            "invoices=due on the 12th",
            "--acknowledge",
            "bridge=known",
            "--acknowledge",
            "rejects=looked at",
            "--acknowledge",
            "bills=one account only");
    assertThat(prepared.exit()).as(prepared.toString()).isZero();
    assertThat(prepared.out()).contains("FY2026-P08  2026-08-01 to 2026-08-31  in review");
    Ended own = run("close", "--period", period, "--sign-off");
    assertThat(own.exit()).isEqualTo(3);
    assertThat(own.err()).contains("another person must sign it");

    Path token =
        Files.writeString(
            folder.resolve("approver.token"), run("token", "create", "--role", "approver").out());
    Ended signed =
        run("close", "--period", period, "--sign-off", "--token-file", token.toString(), "--json");
    assertThat(signed.exit()).as(signed.toString()).isZero();
    assertThat(signed.json().path("state").asText()).isEqualTo("closed");
    assertThat(signed.json().path("signed")).isEqualTo(signed.json().path("figures"));

    Path journal = folder.resolve("journal.csv");
    Ended exported = run("report", "accrual-journal", "--period", period, "-o", journal.toString());
    assertThat(exported.exit()).as(exported.toString()).isZero();
    assertThat(Files.readString(journal)).startsWith("entry_id,kind,period,date,reference");

    Ended again = run("import", "--source", "august", "--json", bill.toString());
    assertThat(again.json().path("closedPeriods")).as("nothing changed").isEmpty();
    Ended reopened = run("reopen", "--period", "FY2026-P08", "--reason", "a bill came late");
    assertThat(reopened.exit()).as(reopened.toString()).isZero();
    assertThat(reopened.out()).contains("reopened");
  }

  private JsonNode invoices(String source) throws IOException {
    return ofSource(run("invoice", "list", "--period", "2026-09", "--json").json(), source);
  }

  private static JsonNode ofSource(JsonNode answer, String source) {
    for (JsonNode row : answer.path("rows")) {
      if (row.at("/ledger/sources/0").asText().equals(source)
          && row.path("currency").asText().equals("USD")) {
        return row;
      }
    }
    throw new AssertionError("no invoice of " + source + " in " + answer);
  }

  private static String detail(String issuer, String id, String billed) {
    return "InvoiceIssuerName,InvoiceId,InvoiceDetailId,BillingCurrency,BilledCost,"
        + "BillingPeriodStart,BillingPeriodEnd,InvoiceIssueStatus\n"
        + detailRow(issuer, id, "all", billed);
  }

  private static String detailRow(String issuer, String id, String detail, String billed) {
    return "%s,%s,%s,USD,\"%s\",2026-09-01T00:00:00Z,2026-10-01T00:00:00Z,Issued\n"
        .formatted(issuer, id, detail, billed);
  }

  @Test
  void input_that_cannot_be_read_ends_with_3_and_tells_why() throws IOException {
    Path garbage = Files.writeString(folder.resolve("garbage.csv"), "\u0001nothing,\n\"of a bill");
    Path empty = Files.createFile(folder.resolve("empty.csv"));
    for (Path file : List.of(garbage, empty)) {
      Ended ended = run("import", "--source", "junk", "--json", file.toString());

      assertThat(ended.exit()).as(ended.toString()).isEqualTo(3);
      JsonNode reject = ended.json().path("rejects").get(0);
      assertThat(reject.path("file").asText()).isEqualTo(file.getFileName().toString());
      assertThat(reject.path("message").asText()).isNotEmpty();
    }
    Ended replay = run("replay", "--cluster", "junk", "--json", garbage.toString());
    assertThat(replay.exit()).as(replay.toString()).isEqualTo(3);
    assertThat(replay.json().path("problems")).isNotEmpty();
  }

  @Test
  void a_command_that_only_has_others_asks_for_one_of_them() {
    for (String group : List.of("token", "channels", "budgets", "invoice")) {
      assertThat(run(group).exit()).as(group).isEqualTo(2);
    }
  }

  @Test
  void channels_and_budgets_are_listed_and_a_test_to_none_fails() throws IOException {
    assertThat(run("channels", "list", "--json").json().path("rows").isArray()).isTrue();
    assertThat(run("channels", "list").exit()).isZero();
    assertThat(run("budgets", "list", "--json").json().path("rows").isArray()).isTrue();
    assertThat(run("channels", "test", "none").exit()).isNotZero();
  }

  @Test
  void tokens_are_made_once_listed_without_secret_and_revoked() throws IOException {
    Ended created = run("token", "create", "--role", "lead", "--team", "search");
    assertThat(created.exit()).as(created.err()).isZero();
    String secret = created.out().strip();
    assertThat(secret).startsWith("glt_").doesNotContain("\n");

    Ended listed = run("token", "list", "--json");
    assertThat(listed.out()).doesNotContain(secret);
    String id = "";
    for (JsonNode token : listed.json().path("rows")) {
      id = token.path("teams").toString().contains("search") ? token.path("id").asText() : id;
    }
    assertThat(run("token", "list").out()).contains(id, "lead", "[\"search\"]", "expires never");
    assertThat(run("token", "revoke", id).out()).contains("revoked " + id);
    assertThat(run("token", "list").out()).containsPattern(id + ".*revoked");
  }

  @Test
  void a_rewind_of_a_running_instance_is_refused_in_words() {
    Ended ended = run("rewind", "--job", "telemetry");

    assertThat(ended.exit()).isEqualTo(4);
    assertThat(ended.err()).contains("in use").doesNotContain("bug");
  }

  @Test
  void doctor_finds_what_is_wrong_with_a_configuration() throws IOException {
    Path config =
        Files.writeString(folder.resolve("bad.yaml"), "budgets:\n  - name: 1\n    limt: 3\n");

    Ended ended = run("doctor", "--json", "--port", "0", "--config", config.toString());

    assertThat(ended.exit()).isEqualTo(4);
    assertThat(ended.json().path("checks").toString())
        .contains("bad.yaml:3:5", "\"check\":\"Java\",\"ok\":true");
    Ended query =
        runIn(
            folder.resolve("other"),
            "query --start 2026-09-01 --end 2026-10-01 --config"
                .concat(" " + config)
                .split(" ", -1));
    assertThat(query.exit()).as(query.err()).isEqualTo(3);
    assertThat(query.err()).contains("bad.yaml:3:5").doesNotContain("bug");
  }

  private static Path shared(String path) {
    Path file = Path.of(System.getProperty("gpuledger.sharedData", "absent")).resolve(path);
    assumeThat(file).as("the sample data beside the checkout").exists();
    return file;
  }

  @Test
  void the_captures_of_a_cluster_show_no_sentinel_as_a_number() throws IOException {
    Path folderOfCaptures = shared("telemetry/nvidia-smi");
    try (Stream<Path> files = Files.list(folderOfCaptures)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".metrics")).sorted().toList()) {
        String cluster = file.getFileName().toString().replaceAll("[^a-z0-9]+", "-");
        Ended ended = run("replay", "--json", "--cluster", cluster, file.toString());
        assertThat(ended.exit()).as(ended.toString()).isZero();
        assertThat(ended.json().path("stored").asBoolean()).isTrue();
      }
    }
    Path synthetic = shared("telemetry/dcgm/sample_synthetic.prom");
    Ended ended = run("replay", "--json", "--cluster", "synthetic", synthetic.toString());
    assertThat(ended.json().path("samples").asInt()).isEqualTo(5);
    assertThat(ended.json().path("devices").asInt()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws_1_2",
        "aws_1_3",
        "azure_1_2",
        "azure_1_3",
        "gcp_1_2",
        "gcp_1_3",
      })
  void each_toolkit_file_is_read_whole_and_once(String name) throws IOException {
    Path file = shared("billing/focus-data-toolkit/" + name + "_cost_and_usage_rows25_seed7.csv");

    Ended ended = run("import", "--json", "--source", name, file.toString());

    assertThat(ended.exit()).as(ended.toString()).isZero();
    long rows = 0;
    for (JsonNode delivery : ended.json().path("deliveries")) {
      rows += delivery.path("rowsRead").asLong() + delivery.path("rowsDuplicate").asLong();
    }
    assertThat(rows).isEqualTo(25);
    Ended again = run("import", "--json", "--source", name, file.toString());
    for (JsonNode delivery : again.json().path("deliveries")) {
      assertThat(delivery.path("unchanged").asBoolean()).isTrue();
    }
  }
}
