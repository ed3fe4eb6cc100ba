package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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

  private RunningLedger ledger;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    Path config = folder.resolve("gpuledger.yaml");
    Files.writeString(
        config,
        """
        sources:
          - {name: hall-1, kind: owned}
          - {name: hall-2, kind: owned}
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
        """);
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
  void a_source_without_own_hardware_is_not_found() {
    assertThat(ledger.post(path("aws", "2026-10"), "{}").status()).isEqualTo(404);
  }
}
