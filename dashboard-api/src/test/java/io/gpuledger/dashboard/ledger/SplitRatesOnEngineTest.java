package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.gpuledger.cost.allocation.AllocationRules;
import io.gpuledger.cost.allocation.HolderWeighting;
import io.gpuledger.cost.allocation.NodeSplitPolicy.Method;
import io.gpuledger.cost.allocation.NodeSplitRules;
import io.gpuledger.cost.allocation.ReferencePrices;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.device.MachineShapes;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.http.PriceQueries.RatesRequest;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A machine of eight, divided among GPUs, processors and memory or not: one rate of a GPU-hour. */
@Tag("live")
class SplitRatesOnEngineTest {
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());
  private static final TimeRange OCTOBER =
      new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));
  private static final String P5 = "{\"InstanceType\":\"p5.48xlarge\"}";

  @TempDir Path directory;
  private TestLedger ledger;
  private SqlLedgerQueries queries;

  @BeforeEach
  void open() {
    ledger = new TestLedger(directory);
    for (int i = 0; i < 6; i++) {
      ledger.deviceHour("g" + i, i < 4 ? "active" : "held_idle", "pod:ml/train");
    }
    ledger.checkpoint();
    queries =
        new SqlLedgerQueries(
            new LedgerReader(
                ledger.client,
                () -> RulesInForce.of(TestLedger.RULES),
                LiveFacts.NONE,
                Clock.systemUTC()));
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private static AllocationRules rules(NodeSplitRules split) {
    return new AllocationRules(
        TestLedger.RULES, SliceWeighting.DOMINANT, HolderWeighting.MEASURED, split);
  }

  private static NodeSplitRules residual() {
    return NodeSplitRules.of(
        Method.RESIDUAL, List.of(ReferencePrices.PUBLISHED), MachineShapes.STANDARD);
  }

  private void bill() {
    ledger.machineHour("d2", "55.04", 8, "Usage", P5);
    ledger.machineHour("d2", "-0.000000000000000008", 8, "Credit", P5);
    ledger.client.execute(
        "INSERT INTO device_inventory (cluster, node, provider_resource_id, valid_from, version)"
            + " SELECT 'c', 'n1', 'i-1', '2026-10-01', 1",
        Map.of());
    ledger.delivery("d2", "append", 2, 2);
  }

  private JsonNode rate() {
    JsonNode rows =
        JSON.<JsonNode>valueToTree(
                queries.rates(
                    new RatesRequest(
                        OCTOBER,
                        Optional.of("s"),
                        Optional.of("NVIDIA H100"),
                        Optional.empty(),
                        new LedgerQueries.Page(100, 0))))
            .path("rows");
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  private String gpuLines() {
    return ledger
        .client
        .query(
            "SELECT sum(toDecimal256(effective_cost, 18)) FROM allocation_lines WHERE component"
                + " = 'gpu' AND cell_version IN (SELECT max(cell_version) FROM allocation_cells"
                + " GROUP BY source, account, day)",
            Map.of())
        .strip();
  }

  @Test
  void a_gpu_hour_of_the_bill_costs_the_same_with_the_split_on_and_off() {
    bill();
    ledger.allocate(rules(NodeSplitRules.DEFAULT));
    JsonNode whole = rate();
    assertThat(whole.path("effective").asText()).isEqualTo("55.039999999999999992");
    assertThat(whole.path("deviceHours").asText()).isEqualTo("8");
    assertThat(whole.path("perDeviceHour").asText()).isEqualTo("6.879999999999999999");

    ledger.allocate(rules(residual()));

    assertThat(gpuLines()).as("the lines are divided").startsWith("40.29");
    assertThat(rate()).isEqualTo(whole);
  }

  @Test
  void two_families_of_one_machine_bear_its_processors_by_device_time_to_the_last_digit() {
    bill();
    ledger.allocate(rules(residual()));
    String all = rate().path("effective").asText();
    // The bill names no model: telemetry's are taken, and one of six devices is an A100.
    ledger.client.execute(
        "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
            + " billed_cost, effective_cost, charge_period_start, charge_period_end,"
            + " billing_period_start, billing_period_end, x_accelerator, x_device_count,"
            + " resource_id, charge_category, sku_price_details) SELECT 's', 'd3', 900, 'a', 'USD',"
            + " 55.04, 55.04, '2026-10-07 00:00:00', '2026-10-07 01:00:00', '2026-10-01',"
            + " '2026-11-01', 'known', 6, 'i-1', 'Usage', {details:String}",
        Map.of("details", P5));
    ledger.client.execute(
        "INSERT INTO gpu_usage (cluster, node, device_uuid, device_model, minute, state,"
            + " holder_keys, holder_weights, state_nanos, job_generation, checkpoint_id) SELECT"
            + " 'c', 'n1', 'x', 'NVIDIA A100-SXM4-80GB', '2026-10-07 00:00:00', 'active',"
            + " ['pod:ml/train'], [1], 3600000000000, 1, 2",
        Map.of());
    ledger.checkpoint();
    ledger.delivery("d3", "append", 3, 1);
    ledger.allocate(rules(residual()));

    JsonNode rows =
        JSON.<JsonNode>valueToTree(
                queries.rates(
                    new RatesRequest(
                        OCTOBER,
                        Optional.of("s"),
                        Optional.empty(),
                        Optional.empty(),
                        new LedgerQueries.Page(100, 0))))
            .path("rows");
    BigDecimal sum = BigDecimal.ZERO;
    for (JsonNode row : rows) {
      sum = sum.add(new BigDecimal(row.path("effective").asText()));
    }
    assertThat(rows.findValuesAsText("model")).contains("NVIDIA A100 80GB", "NVIDIA H100");
    assertThat(sum).isEqualByComparingTo(new BigDecimal(all).add(new BigDecimal("55.04")));
  }
}
