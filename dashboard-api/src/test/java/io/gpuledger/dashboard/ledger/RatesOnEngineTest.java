package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.http.PriceQueries.PricesRequest;
import io.gpuledger.dashboard.http.PriceQueries.RatesRequest;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rates over a real engine: a machine of 8 H100 billed for one hour at 23.60, and models in
 * inventory that a bill, a contract, a configured price, the price book and nothing price.
 */
@Tag("live")
class RatesOnEngineTest {
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());
  private static final Instant NOW = Instant.parse("2026-10-08T12:00:00Z");
  private static final TimeRange OCTOBER =
      new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));
  private static final String CONFIG =
      """
      pricedClusters:
        - {cluster: billed, source: s, account: old, provider: AWS, to: 2026-10-08}
        - {cluster: billed, source: s, account: a, provider: AWS, from: 2026-10-08}
        - {cluster: other, source: s, account: b, provider: AWS, region: us-east-1}
      prices:
        - {deviceModel: NVIDIA L4, currency: USD, perDeviceHour: '0.5'}
      commitments:
        - {id: block-1, provider: AWS, kind: reserved-block, currency: USD, from: 2026-10-01,
           to: 2027-10-01, purchaser: p, unusedOwner: p, devices: 'deviceModel:"NVIDIA H200"',
           phases: [{committed: 8, fee: 32 USD/hour}]}
      """;

  @TempDir static Path directory;
  private static TestLedger ledger;
  private static SqlLedgerQueries queries;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(directory);
    for (int i = 0; i < 6; i++) {
      ledger.deviceHour("g" + i, i < 4 ? "active" : "held_idle", "pod:ml/train");
    }
    ledger.checkpoint();
    ledger.machineHour("d2", "23.60", 8);
    ledger.delivery("d2", "append", 2, 1);
    ledger.allocate();
    inventory("billed", "NVIDIA H100 80GB HBM3", "configured", "2026-09-01", "NULL");
    inventory("other", "NVIDIA H100 80GB HBM3", "configured", "2026-09-01", "NULL");
    inventory("other", "NVIDIA H200", "observed", "2026-09-01", "NULL");
    inventory("other", "NVIDIA L4", "configured", "2026-09-01", "NULL");
    inventory("other", "NVIDIA X900", "configured", "2026-09-01", "NULL");
    inventory("other", "NVIDIA B200", "configured", "2026-09-01", "'2026-10-08 12:00:00'");
    inventory("foreign", "NVIDIA H100", "configured", "2026-09-01", "NULL");
    LedgerConfig config = ConfigReader.read("f", CONFIG).values().get(0);
    queries =
        new SqlLedgerQueries(
            new LedgerReader(
                ledger.client,
                () ->
                    new RulesInForce.Builder(TestLedger.RULES)
                        .commitments(config.commitments())
                        .pricing(config.pricingInForce())
                        .build(),
                LiveFacts.NONE,
                Clock.fixed(NOW, ZoneOffset.UTC)));
  }

  private static void inventory(
      String cluster, String model, String origin, String from, String to) {
    ledger.client.execute(
        "INSERT INTO device_inventory (cluster, node, device_model, device_count, origin,"
            + " valid_from, valid_to, last_seen_at, version) SELECT {cluster:String}, 'n',"
            + " {model:String}, 8, {origin:String}, {from:DateTime64(6, 'UTC')}, "
            + to
            + ", '2026-10-08 11:00:00', 1",
        Map.of("cluster", cluster, "model", model, "origin", origin, "from", from));
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  private static JsonNode rates(Optional<String> model) {
    return JSON.valueToTree(
        queries.rates(
            new RatesRequest(
                OCTOBER,
                Optional.of("s"),
                model,
                Optional.empty(),
                new LedgerQueries.Page(100, 0))));
  }

  private static String now(String cluster, String model) {
    for (JsonNode row : rates(Optional.empty()).path("now")) {
      if (row.path("cluster").asText().equals(cluster)
          && row.path("model").asText().equals(model)) {
        return row.path("origin").asText() + " " + row.path("perDeviceHour").asText();
      }
    }
    return "not in inventory";
  }

  @Test
  void the_effective_rate_is_cost_over_paid_device_hours_of_the_day() {
    JsonNode rows = rates(Optional.of("NVIDIA H100 80GB HBM3")).path("rows");

    assertThat(rows).hasSize(1);
    JsonNode row = rows.get(0);
    assertThat(row.path("day").asText()).isEqualTo("2026-10-07");
    assertThat(row.path("model").asText()).isEqualTo("NVIDIA H100");
    assertThat(row.path("effective").asText()).isEqualTo("23.6");
    assertThat(row.path("deviceHours").asText()).isEqualTo("8");
    assertThat(row.path("perDeviceHour").asText()).isEqualTo("2.95");
    assertThat(row.path("origin").asText()).isEqualTo("from_bill");
    assertThat(rates(Optional.of("NVIDIA B200")).path("rows")).isEmpty();
  }

  @Test
  void what_runs_now_is_priced_by_bill_contract_configuration_or_price_book() {
    assertThat(now("billed", "NVIDIA H100 80GB HBM3")).isEqualTo("from_bill 2.95");
    assertThat(now("other", "NVIDIA H100 80GB HBM3")).isEqualTo("price_book 6.88");
    assertThat(now("other", "NVIDIA H200")).isEqualTo("contract 4");
    assertThat(now("other", "NVIDIA L4")).isEqualTo("override 0.5");
    assertThat(now("other", "NVIDIA B200")).isEqualTo("not in inventory");
  }

  /** The complaint of opencost#2215: a new family of GPUs cost nothing. */
  @Test
  void a_model_that_nothing_prices_is_named_in_rates_prices_and_status() {
    assertThat(now("other", "NVIDIA X900")).isEqualTo("unpriced null");
    assertThat(rates(Optional.empty()).path("unpriced")).hasSize(1);
    assertThat(rates(Optional.empty()).path("unpriced").get(0).asText()).isEqualTo("NVIDIA X900");
    JsonNode status = JSON.valueToTree(queries.status(Optional.empty(), AccessScope.EVERYTHING));
    assertThat(status.path("unpriced").get(0).asText()).isEqualTo("NVIDIA X900");
    assertThat(status.path("ok").asBoolean()).isFalse();
    JsonNode prices =
        JSON.valueToTree(
            queries.prices(
                new PricesRequest(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    new LedgerQueries.Page(10, 0))));
    assertThat(prices.path("unpriced").get(0).asText()).isEqualTo("NVIDIA X900");
  }

  @Test
  void a_cluster_that_nobody_says_who_bills_has_no_rate_and_says_why() {
    assertThat(now("foreign", "NVIDIA H100")).isEqualTo("unpriced null");
  }
}
