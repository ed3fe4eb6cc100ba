package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Own hardware from the configuration to every reader, over the real pipeline. */
@Tag("live")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OwnedEndToEndTest {
  private static final Map<String, String> OCTOBER =
      Map.of("start", "2026-10-01", "end", "2026-11-01", "metric", "effective");

  private static final String SEPTEMBER = path("hall-3", "2026-09");

  private static final String CONFIG =
      """
      sources:
        - {name: hall-1, kind: owned}
        - {name: hall-2, kind: owned}
        - {name: hall-3, kind: owned}
      owned:
        - source: hall-1
          power: {pue: "1.25", tariff: {base: 0.12 USD/kWh}}
          assets:
            - {id: own-01, deviceModel: NVIDIA H100, deviceCount: 8, purchase: 240000 USD,
               salvage: 24000 USD, inService: 2026-01-01, lifeMonths: 48, nameplateWatts: 8000}
          costs:
            - {id: rack-12, kind: colocation, description: rack, quantity: "10",
               price: 150 USD/month, from: 2026-01-01}
        - source: hall-2
          assets:
            - {id: own-02, purchase: 1 USD, inService: 2030-01-01, lifeMonths: 12}
      """;

  private static final String HALL_3 =
      """
        - source: hall-3
          account: %s
          assets:
            - {id: own-03, purchase: 1200 USD, inService: %s, lifeMonths: 12}
      """;

  private RunningLedger ledger;
  private Path config;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    config = folder.resolve("gpuledger.yaml");
    Files.writeString(config, CONFIG + HALL_3.formatted("hall-3", "2026-01-01"));
    ledger = RunningLedger.start(folder.resolve("data"), Optional.of(config));
  }

  @AfterAll
  void stop() {
    ledger.close();
  }

  private static String path(String source, String period) {
    return "/api/v1/owned?source=" + source + "&period=" + period;
  }

  @Test
  void a_month_is_charged_once_however_often_it_is_computed() {
    JsonNode first = ledger.post(path("hall-1", "2026-10"), "{}").json();

    JsonNode delivery = first.path("deliveries").path(0);
    // 216,000 / 48 + 10 x 150 + 744 h x 8 kW x 1.25 x 0.12
    assertThat(delivery.at("/billedCost/USD").asText()).isEqualTo("6892.8");
    assertThat(delivery.path("visible").asBoolean()).isTrue();
    assertThat(delivery.path("rowsRejected").asLong()).isZero();
    assertThat(delivery.path("focusVersion").asText()).isEqualTo("1.4");
    assertThat(first.at("/owned/capacityHours").asText()).isEqualTo("5952");
    assertThat(first.at("/owned/hourlyCost/USD/perCapacityHour").asText()).startsWith("1.158064");
    assertThat(first.at("/owned/hourlyCost/USD/perUsedHour").isNull()).isTrue();
    assertThat(first.at("/owned/charges/0/trace/0").asText()).startsWith("straight-line");

    JsonNode again = ledger.post(path("hall-1", "2026-10"), "{}").json();
    assertThat(again.path("deliveries").path(0).path("unchanged").asBoolean()).isTrue();
    JsonNode costs = ledger.ok("/api/v1/costs", OCTOBER);
    assertThat(costs.at("/totals/USD").asText()).isEqualTo("6892.8");
    JsonNode byModel =
        ledger.ok(
            "/api/v1/costs",
            Map.of(
                "start", "2026-10-01",
                "end", "2026-11-01",
                "groupBy", "deviceModel",
                "filter", "provider:\"Own hardware\""));
    assertThat(byModel.path("rows").findValuesAsText("deviceModel")).contains("NVIDIA H100");
  }

  @Test
  void a_month_without_charges_is_refused_with_the_reason() {
    RunningLedger.Answer answer = ledger.post(path("hall-2", "2026-10"), "{}");

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text()).contains("No charge of hall-2 falls in 2026-10");
  }

  @Test
  void a_month_from_which_everything_was_taken_is_emptied_and_named() throws IOException {
    configure(HALL_3.formatted("hall-3", "2026-01-01"));
    JsonNode first =
        until(answer -> answer.json().at("/deliveries/0/scope/account").asText().equals("hall-3"))
            .json();
    assertThat(first.at("/deliveries/0/billedCost/USD").asText()).isEqualTo("100");

    configure(HALL_3.formatted("hall-3", "2026-11-01"));
    JsonNode emptied = untilEmptied();

    JsonNode named = emptied.at("/owned/emptied/0");
    assertThat(named.path("deliveryId")).isEqualTo(first.at("/deliveries/0/deliveryId"));
    assertThat(named.at("/scope/account").asText()).isEqualTo("hall-3");
    assertThat(named.at("/scope/start").asText()).isEqualTo("2026-09-01T00:00:00Z");
    assertThat(emptied.path("anythingVisible").asBoolean()).isTrue();
    assertThat(emptied.path("deliveries")).isEmpty();
    assertThat(september().at("/totals")).isEmpty();
    assertThat(ledger.post(SEPTEMBER, "{}").status()).as("nothing stands").isEqualTo(422);
  }

  @Test
  void an_account_or_entry_that_the_configuration_has_no_more_keeps_no_bill() throws IOException {
    configure(HALL_3.formatted("hall-4", "2026-01-01"));
    until(answer -> answer.json().at("/deliveries/0/scope/account").asText().equals("hall-4"));
    assertThat(september().at("/totals/USD").asText()).isEqualTo("100");

    configure(HALL_3.formatted("hall-4-new", "2026-01-01"));
    JsonNode renamed = untilEmptied();
    assertThat(renamed.at("/owned/emptied/0/scope/account").asText()).isEqualTo("hall-4");
    assertThat(renamed.at("/deliveries/0/scope/account").asText()).isEqualTo("hall-4-new");
    assertThat(september().at("/totals/USD").asText()).as("once").isEqualTo("100");

    configure("");
    assertThat(untilEmptied().at("/owned/emptied/0/scope/account").asText())
        .isEqualTo("hall-4-new");
    assertThat(september().at("/totals")).isEmpty();
    assertThat(ledger.post(SEPTEMBER, "{}").status()).isEqualTo(404);
  }

  private JsonNode september() {
    return ledger.ok(
        "/api/v1/costs",
        Map.of(
            "start", "2026-09-01",
            "end", "2026-10-01",
            "metric", "effective",
            "filter", "source:\"hall-3\""));
  }

  /** The file is put in place whole: the watcher reads it at any time. */
  private void configure(String hall3) throws IOException {
    Path next = config.resolveSibling("next.yaml");
    Files.writeString(next, CONFIG + hall3);
    Files.move(next, config, StandardCopyOption.ATOMIC_MOVE);
  }

  private JsonNode untilEmptied() {
    return until(answer -> !answer.json().at("/owned/emptied").isEmpty()).json();
  }

  /** Computes September until the configuration that was put in place is read. */
  private RunningLedger.Answer until(Predicate<RunningLedger.Answer> wanted) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    RunningLedger.Answer answer = ledger.post(SEPTEMBER, "{}");
    while (!wanted.test(answer)) {
      assertThat(System.nanoTime()).as("still %s", answer).isLessThan(deadline);
      Thread.onSpinWait();
      answer = ledger.post(SEPTEMBER, "{}");
    }
    return answer;
  }

  @Test
  void a_source_without_own_hardware_is_not_found() {
    assertThat(ledger.post(path("aws", "2026-10"), "{}").status()).isEqualTo(404);
  }
}
