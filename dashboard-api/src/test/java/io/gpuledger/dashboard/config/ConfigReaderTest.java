package io.gpuledger.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Parsed;
import io.gpuledger.cost.problem.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
  static final Path EXAMPLE = Path.of("../docs/gpuledger.example.yaml");

  @Test
  void the_commented_example_loads() throws Exception {
    Parsed<LedgerConfig> parsed = ConfigReader.read(EXAMPLE);

    assertThat(parsed.problems()).isEmpty();
    LedgerConfig config = parsed.values().get(0);
    assertThat(config.budgets().get(0).limit()).isEqualTo(Amount.of(250_000));
    assertThat(config.budgets().get(0).thresholdPercents()).containsExactly(50, 80, 100);
    assertThat(config.inventory().get(0).from()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(config.telemetry().targets().get(0).maxBytes()).isEqualTo(64L << 20);
    assertThat(config.retention().samples()).isEqualTo(Duration.ofDays(3));
    assertThat(config.retention().alerts()).isEqualTo(Duration.ofDays(400));
    assertThat(config.thresholds().get(0).memoryBaselineBytes()).isEqualTo(500L << 20);
  }

  @Test
  void an_ownership_rule_that_could_not_be_applied_is_a_fault_at_its_place() {
    String text =
        """
        ownership:
          - name: a
            match: ''
          - name: b
            match: 'team:"x"'
            team: y
          - name: c
            match: ''
            team: "{nope}"
            costCenter: "{team}"
        """;

    assertThat(messages(text))
        .containsExactly(
            "gpuledger.yaml:2:5 ownership[0].team: \"team\" is missing: expected a text",
            "gpuledger.yaml:5:12 ownership[1].match: looks at team, which ownership rules decide"
                + " themselves",
            "gpuledger.yaml:9:11 ownership[2].team: refers to unknown key nope",
            "gpuledger.yaml:10:17 ownership[2].costCenter: looks at team, which ownership rules"
                + " decide themselves");
  }

  @Test
  void prices_of_one_model_may_differ_by_currency_and_must_not_overlap_in_one() {
    String text =
        """
        prices:
          - {deviceModel: H100, currency: USD, perDeviceHour: "2.95", from: 2026-01-01}
          - {deviceModel: H100, currency: EUR, perDeviceHour: "2.70", from: 2026-01-01}
          - {deviceModel: H100, currency: USD, perDeviceHour: "2.50", to: 2026-01-01}
          - {deviceModel: H100, currency: USD, perDeviceHour: "1", from: 2026-06-01}
        """;

    assertThat(messages(text))
        .containsExactly(
            "gpuledger.yaml:5:19 prices[3].deviceModel: a price of \"H100\" in USD above holds at"
                + " the same time");
  }

  @Test
  void budgets_of_a_file_are_no_more_than_can_be_watched() {
    StringBuilder text = new StringBuilder("budgets:\n");
    for (int i = 0; i <= io.gpuledger.cost.budget.Budget.ORIGIN_LIMIT; i++) {
      text.append("  - {name: b").append(i).append(", currency: USD, limit: 5}\n");
    }

    assertThat(messages(text.toString()))
        .containsExactly("gpuledger.yaml:2:3 budgets: 10001 entries, at most 10000 are allowed");
  }

  @Test
  void a_time_out_beyond_the_cadence_and_an_answer_beyond_the_limit_are_faults() {
    String text =
        """
        sources:
          - {name: t, kind: telemetry}
        telemetry:
          targets:
            - source: t
              cluster: c
              urls: ["http://h/metrics"]
              cadence: 5s
              timeout: 10s
              maxBytes: 65MiB
              auth: {user: "a:b", password: "${env:X}"}
            - source: t
              cluster: d
              urls: ["http://h/metrics"]
              cadence: 5s
        retention:
          samples: 30m
        """;

    assertThat(messages(text))
        .containsExactly(
            "gpuledger.yaml:9:16 telemetry.targets[0].timeout: must not be longer than the cadence,"
                + " 5000ms",
            "gpuledger.yaml:10:17 telemetry.targets[0].maxBytes: \"65MiB\" is not a size from 1KiB"
                + " to 64MiB",
            "gpuledger.yaml:11:20 telemetry.targets[0].auth.user: \"a:b\" is not a text without a"
                + " colon",
            "gpuledger.yaml:17:12 retention.samples: \"30m\" is not a duration from 1h to 3650d");
  }

  @Test
  void an_empty_file_means_the_defaults() {
    assertThat(ConfigReader.read("gpuledger.yaml", "# nothing\n").values())
        .containsExactly(LedgerConfig.defaults());
  }

  @Test
  void every_fault_is_reported_at_once_with_its_place() {
    String text =
        """
        server:
          prot: 8080
          port: 99999
        sources:
          - name: a
            kind: bill
          - name: a
            kind: bills
        prices:
          - deviceModel: H100
            currency: usd
            perDeviceHour: "2.9500000000000000001"
        budgets:
          - name: b
            currency: USD
            limit: -5
            thresholds: [80, 50]
            channel: nowhere
        """;

    assertThat(messages(text))
        .containsExactly(
            "gpuledger.yaml:2:3 server.prot: unknown key \"prot\"; did you mean \"port\"?",
            "gpuledger.yaml:3:9 server.port: \"99999\" is not a port from 0 to 65535",
            "gpuledger.yaml:6:11 sources[0].kind: \"bill\" is not one of bills, telemetry, owned",
            "gpuledger.yaml:7:11 sources[1].name: \"a\" is taken by an entry above",
            "gpuledger.yaml:11:15 prices[0].currency: \"usd\" is not a currency code such as USD",
            "gpuledger.yaml:12:20 prices[0].perDeviceHour: \"2.9500000000000000001\" is not a price"
                + " of at most 18 decimals",
            "gpuledger.yaml:16:12 budgets[0].limit: \"-5\" is not an amount above 0 and below"
                + " 10^12",
            "gpuledger.yaml:17:17 budgets[0].thresholds: must rise, each threshold once",
            "gpuledger.yaml:18:14 budgets[0].channel: \"nowhere\" is not one of alerts.channels");
  }

  @Test
  void broken_yaml_names_the_place() {
    List<String> messages = messages("server:\n  bind: [1\nport: 2\n");

    assertThat(messages).hasSize(1);
    assertThat(messages.get(0)).startsWith("gpuledger.yaml:3:");
  }

  @Test
  void a_key_that_stands_twice_is_a_fault() {
    assertThat(messages("durability: power\ndurability: process\n"))
        .containsExactly("gpuledger.yaml:2:1 durability: key \"durability\" stands here twice");
  }

  @Test
  void a_secret_in_the_file_is_refused_and_never_repeated() {
    String text =
        """
        alerts:
          channels:
            - name: s
              webhook: https://hooks.slack.com/services/T0/B0/very-secret
        """;

    assertThat(messages(text))
        .containsExactly(
            "gpuledger.yaml:4:16 alerts.channels[0].webhook: a secret stands here by reference"
                + " only: ${env:NAME} or ${file:/path}");
  }

  @Test
  void a_secret_never_prints_itself() {
    SecretReference reference = SecretReference.find("${env:HOOK}").orElseThrow();

    Secret secret = reference.resolve(Map.of("HOOK", "very-secret")).orElseThrow();

    assertThat(secret.reveal()).isEqualTo("very-secret");
    assertThat(secret.toString() + reference).doesNotContain("very-secret");
    assertThat(reference.resolve(Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'a: &a [*a]', 1",
    "'- 1', 1",
    "'just text', 1",
    "'{1: 2}', 1",
    "'telemetry: {targets: [{source: x, cluster: c, urls: [ftp://x]}]}', 3",
    "'inventory: [{cluster: c, node: n, deviceModel: m, count: 0, from: yesterday}]', 2",
  })
  void odd_files_give_faults_and_no_configuration(String text, int faults) {
    Parsed<LedgerConfig> parsed = ConfigReader.read("gpuledger.yaml", text);

    assertThat(parsed.values()).isEmpty();
    assertThat(parsed.problems()).hasSize(faults);
  }

  private static List<String> messages(String text) {
    Parsed<LedgerConfig> parsed = ConfigReader.read("gpuledger.yaml", text);
    assertThat(parsed.values()).isEmpty();
    return parsed.problems().stream().map(Problem::toString).toList();
  }
}
