package io.gpuledger.dashboard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as its user types it; it starts nothing and makes no directory. */
class ValidateCommandTest {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final String HEADER =
      "BillingPeriodCreated,BillingPeriodEnd,BillingPeriodLastUpdated,BillingPeriodStart,"
          + "BillingPeriodStatus,InvoiceIssuerName\n";
  private static final String ROW =
      "2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-11-02T00:00:00Z,2026-10-01T00:00:00Z,";

  @TempDir private Path folder;

  private record Ended(int exit, String out, String err) {
    JsonNode json() throws IOException {
      return JSON.readTree(out);
    }
  }

  private static Ended run(String... arguments) {
    return run(false, arguments);
  }

  private static Ended run(boolean terminal, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit =
        Main.run(
            new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal),
            Stream.concat(Stream.of("validate"), Stream.of(arguments)).toArray(String[]::new));
    return new Ended(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Path periods(String... statuses) throws IOException {
    StringBuilder file = new StringBuilder(HEADER);
    for (String status : statuses) {
      file.append(ROW).append(status).append(",Cloud ").append(file.length()).append('\n');
    }
    return Files.writeString(folder.resolve("periods.csv"), file);
  }

  @Test
  void a_sound_file_ends_with_0_and_touches_no_data_directory() throws IOException {
    Path data = folder.resolve("data");

    Ended ended = run("--data", data.toString(), periods("Open").toString());

    assertThat(ended.exit()).as(ended.toString()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            periods.csv: Billing Period, FOCUS 1.4, 1 row, no findings
            conforms: 0 MUST findings, 0 SHOULD findings
            """);
    assertThat(ended.err()).isEmpty();
    assertThat(data).doesNotExist();
  }

  @Test
  void findings_are_grouped_by_rule_and_end_with_3() throws IOException {
    Ended ended =
        run("--max-findings", "2", periods("open", "shut", "Closed", "none yet").toString());

    assertThat(ended.exit()).isEqualTo(3);
    assertThat(ended.out())
        .isEqualTo(
            """
            periods.csv: Billing Period, FOCUS 1.4, 4 rows
            MUST    BillingPeriod.BillingPeriodStatus-AllowedValues  3
                      periods.csv:2:5 "open": expected Open in exactly this spelling
                      periods.csv:3:5 "shut": expected one of Open, Closed
                      and 1 more
            does not conform: 3 MUST findings of 1 rule, 0 SHOULD findings
            """);
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void json_is_one_document() throws IOException {
    Ended ended = run("--json", periods("open", "Closed").toString());

    assertThat(ended.exit()).isEqualTo(3);
    JsonNode document = ended.json();
    assertThat(document.path("conforms").isBoolean()).isTrue();
    assertThat(document.path("conforms").asBoolean()).isFalse();
    assertThat(document.path("mustFindings").asLong()).isEqualTo(1);
    assertThat(document.path("files").get(0).toString())
        .isEqualTo(
            "{\"file\":\"periods.csv\",\"dataset\":\"Billing Period\",\"focusVersion\":\"1.4\","
                + "\"rows\":2,\"mustFindings\":1,\"shouldFindings\":0}");
    JsonNode rule = document.path("rules").get(0);
    assertThat(rule.path("rule").asText())
        .isEqualTo("BillingPeriod.BillingPeriodStatus-AllowedValues");
    assertThat(rule.path("severity").asText()).isEqualTo("MUST");
    assertThat(rule.path("count").asLong()).isEqualTo(1);
    assertThat(rule.path("findings").get(0).toString())
        .isEqualTo(
            "{\"file\":\"periods.csv\",\"line\":2,\"column\":5,"
                + "\"field\":\"BillingPeriodStatus\","
                + "\"message\":\"expected Open in exactly this spelling\",\"text\":\"open\"}");
  }

  @Test
  void recommendations_alone_end_with_0_and_can_be_left_out() throws IOException {
    Path file = Files.writeString(folder.resolve("periods.csv"), HEADER);

    Ended all = run(file.toString());
    Ended must = run("--severity", "MUST", file.toString());

    assertThat(all.exit()).isZero();
    assertThat(all.out()).contains("SHOULD  File-NoRows  1");
    assertThat(must.exit()).isZero();
    assertThat(must.out()).doesNotContain("File-NoRows");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no-such-file.csv",
        "src",
        "pom.xml --focus-version 1.5",
        "pom.xml --severity may",
        "pom.xml --max-findings 0",
        "pom.xml --max-findings many",
        "pom.xml --fly",
      })
  void wrong_usage_ends_with_2(String line) {
    Ended ended = run(line.isEmpty() ? new String[0] : line.split(" ", -1));

    assertThat(ended.exit()).as(ended.toString()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void what_is_no_bill_is_a_finding_and_no_stack_trace() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.csv"));
    Path binary = Files.write(folder.resolve("binary"), new byte[] {0x1f, (byte) 0x8b, 0, 7, 7});
    for (Path file : List.of(empty, binary, Path.of("pom.xml"))) {
      Ended ended = run(file.toString());

      assertThat(ended.exit()).as(ended.toString()).isEqualTo(3);
      assertThat(ended.out()).contains("MUST    File-").doesNotContain("Exception");
      assertThat(ended.err()).isEmpty();
    }
  }

  @Test
  void a_bar_is_drawn_on_a_terminal_only() throws IOException {
    StringBuilder large = new StringBuilder(HEADER);
    while (large.length() < 3 << 20) {
      large.append(ROW).append("Open,Cloud ").append(large.length()).append('\n');
    }
    Path file = Files.writeString(folder.resolve("periods.csv"), large);

    assertThat(run(true, file.toString()).err()).contains("checking [#");
    assertThat(run(false, file.toString()).err()).isEmpty();
  }

  private static Path shared(String path) {
    Path file = Path.of(System.getProperty("gpuledger.sharedData", "absent")).resolve(path);
    assumeThat(file).as("the sample data beside the checkout").exists();
    return file;
  }

  @Test
  void the_public_sample_does_not_conform_and_the_toolkit_does() throws IOException {
    Ended sample = run("--json", shared("billing/focus-sample-1.0/focus_sample.csv").toString());
    assertThat(sample.exit()).isEqualTo(3);
    assertThat(sample.json().path("files").get(0).path("rows").asLong()).isEqualTo(1_000);

    try (Stream<Path> files = Files.list(shared("billing/focus-data-toolkit"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".csv")).toList()) {
        Ended toolkit = run(file.toString());
        assertThat(toolkit.exit()).as(toolkit.toString()).isZero();
      }
    }
  }
}
