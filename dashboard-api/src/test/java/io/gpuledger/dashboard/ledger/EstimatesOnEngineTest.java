package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.gpuledger.cost.allocation.SliceWeighting;
import io.gpuledger.cost.close.FigureSet;
import io.gpuledger.cost.estimate.CompletenessLags;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.cost.price.DeviceFamily;
import io.gpuledger.cost.price.HourlyRate;
import io.gpuledger.cost.price.PriceBook;
import io.gpuledger.cost.price.PriceOption;
import io.gpuledger.cost.price.PricedCluster;
import io.gpuledger.cost.price.RateBook;
import io.gpuledger.cost.price.RateResolver;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.query.BridgeQuery;
import io.gpuledger.dashboard.query.ChargebackFigures;
import io.gpuledger.dashboard.query.CostQuery;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.dashboard.query.Snapshot;
import io.gpuledger.streaming.estimate.EstimateTerms;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Six device-hours of H100 at 2.95 USD that nobody has billed, beside the bills of a month. */
@Tag("live")
class EstimatesOnEngineTest {
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());
  private static final LocalDate DAY = LocalDate.parse("2026-10-07");
  private static final YearMonth MONTH = YearMonth.parse("2026-10");
  private static final TimeRange OCTOBER =
      new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));
  private static final CompletenessLags OPEN =
      new CompletenessLags(Map.of("s", Duration.ofDays(60)));
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-02T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path directory;
  private TestLedger ledger;
  private LedgerReader reader;

  @BeforeEach
  void open() {
    ledger = new TestLedger(directory);
    reader =
        new LedgerReader(
            ledger.client, () -> RulesInForce.of(TestLedger.RULES), LiveFacts.NONE, NOW);
    for (int i = 0; i < 6; i++) {
      ledger.deviceHour("g" + i, i < 4 ? "active" : "held_idle", "pod:ml/train");
    }
    ledger.checkpoint();
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private void estimate(String model) {
    RateBook rates =
        RateBook.of(
            List.of(
                new HourlyRate(
                    model,
                    new Money("USD", Amount.parse("2.95")),
                    new TimeRange(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z")))));
    ledger.estimate(
        new EstimateTerms(
            List.of(new PricedCluster("c", "s", "a", "AWS", "", PriceOption.ON_DEMAND, "USD")),
            new RateResolver(List.of(), List.of(), rates, PriceBook.EMPTY),
            OPEN,
            SliceWeighting.DOMINANT),
        DAY);
    ledger.allocate(OPEN, NOW);
  }

  private JsonNode costs(CostQuery.Metric metric, boolean byInvoice, Snapshot snapshot) {
    return JSON.valueToTree(
        reader.costs(
            new CostQuery(
                OCTOBER,
                List.of(GroupKey.of(GroupKey.Name.STATE)),
                CostQuery.Granularity.NONE,
                metric,
                byInvoice,
                CostQuery.Parts.ALL,
                Filter.everything(),
                Optional.of("USD"),
                100),
            snapshot,
            AccessScope.EVERYTHING));
  }

  private JsonNode effective() {
    return costs(CostQuery.Metric.EFFECTIVE, false, now());
  }

  private Snapshot now() {
    return reader.snapshot(Optional.empty());
  }

  private JsonNode trace(String sql) {
    String[] id = ledger.client.query(sql, Map.of()).strip().split("\t", -1);
    return JSON.valueToTree(reader.trace(id[0], Long.parseLong(id[1]), now()).orElseThrow());
  }

  private static String basis(JsonNode costs, String basis) {
    Amount sum = Amount.ZERO;
    for (JsonNode row : costs.path("rows")) {
      sum = sum.plus(Amount.parse(row.path("basis").path(basis).asText()));
    }
    return sum.toString();
  }

  @Test
  void costs_tell_what_is_estimated_and_leave_it_out_of_whatever_is_of_a_bill() {
    String billed = costs(CostQuery.Metric.BILLED, false, now()).toString();
    assertThat(effective().path("total").asText()).isEqualTo("22.250000000000000001");

    estimate(DeviceFamily.of("H100"));

    JsonNode costs = effective();
    assertThat(costs.path("total").asText()).isEqualTo("39.950000000000000001");
    assertThat(basis(costs, "estimated")).isEqualTo("17.7");
    assertThat(basis(costs, "from_bill")).isEqualTo("22.250000000000000001");
    assertThat(costs.path("coverage").path("unpriced")).isEmpty();
    assertThat(without(costs(CostQuery.Metric.BILLED, false, now()))).isEqualTo(without(billed));
    assertThat(costs(CostQuery.Metric.EFFECTIVE, true, now()).path("total").asText())
        .isEqualTo("22.250000000000000001");
  }

  private static String without(Object costs) {
    try {
      ObjectNode tree = (ObjectNode) JSON.readTree(costs.toString());
      tree.remove(Set.of("snapshot", "freshness"));
      return tree.toString();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_ties_to_bills_is_not_moved_by_estimates() {
    String before = tied();
    long deliveries = (long) reader.deliveries(Optional.empty(), 10, 0, now()).get("totalRows");
    String sources = without(JSON.valueToTree(reader.sources(now())));

    estimate(DeviceFamily.of("H100"));

    assertThat(effective().path("total").asText()).isEqualTo("39.950000000000000001");
    assertThat(tied()).isEqualTo(before);
    assertThat(reader.deliveries(Optional.empty(), 10, 0, now()).get("totalRows"))
        .isEqualTo(deliveries);
    assertThat(without(JSON.valueToTree(reader.sources(now())))).isEqualTo(sources);
    assertThat(chargeback(now()).waitingDeliveries()).isZero();
  }

  /** Bridge, tie-out, close, chargeback and reconciliation of the month, without their instants. */
  private String tied() {
    Snapshot snapshot = now();
    FigureSet close = reader.close().figures(OCTOBER, snapshot);
    BridgeQuery bridge = BridgeQuery.ofMonth(MONTH, false, Optional.empty(), Optional.empty());
    return String.join(
        "\n",
        close.figures().toString(),
        without(JSON.valueToTree(reader.bridgeView(bridge, snapshot))),
        without(JSON.valueToTree(reader.invoicesView(MONTH, Optional.empty(), snapshot))),
        without(JSON.valueToTree(reader.reconciliation(OCTOBER, snapshot))),
        reader.close().owed(OCTOBER, snapshot).toString(),
        chargeback(snapshot).toString());
  }

  private ChargebackFigures chargeback(Snapshot snapshot) {
    return reader.chargeback(MONTH, Filter.everything(), AccessScope.EVERYTHING, snapshot);
  }

  @Test
  void a_trace_shows_bill_and_estimate_of_the_family_and_day_and_which_one_counts() {
    estimate(DeviceFamily.of("H100"));
    JsonNode estimated =
        trace("SELECT delivery_id, row_no FROM estimates_as_of(as_of = '2149-01-01 00:00:00')");
    assertThat(estimated.path("basis").asText()).isEqualTo("estimated");
    assertThat(estimated.path("sum").path("effectiveCost").path("difference").asText())
        .isEqualTo("0");
    assertThat(estimated.path("shadowing").get(0).path("outcome").asText()).isEqualTo("no_bill");

    ledger.machineHour("d2", "7.7", 8);
    ledger.delivery("d2", "append", 2, 1);
    ledger.allocate(OPEN, NOW);
    JsonNode shadowing =
        trace("SELECT delivery_id, row_no FROM current_charges WHERE delivery_id = 'd2'")
            .path("shadowing");
    assertThat(shadowing).hasSize(1);
    assertThat(shadowing.get(0).path("day").asText()).isEqualTo("2026-10-07");
    assertThat(shadowing.get(0).path("bill").asText()).isEqualTo("7.7");
    assertThat(shadowing.get(0).path("estimate").asText()).isEqualTo("17.7");
    assertThat(shadowing.get(0).path("shownOfEstimate").asText()).isEqualTo("10");
    assertThat(shadowing.get(0).path("outcome").asText()).isEqualTo("estimate_larger");
    assertThat(basis(effective(), "estimated")).isEqualTo("10");

    Instant beforeSettling = ledger.now();
    ledger.allocate(CompletenessLags.DEFAULT, NOW);
    assertThat(basis(effective(), "estimated")).isEqualTo("0");
    assertThat(effective().path("total").asText()).isEqualTo("29.950000000000000001");
    assertThat(
            basis(
                costs(
                    CostQuery.Metric.EFFECTIVE,
                    false,
                    reader.snapshot(Optional.of(beforeSettling))),
                "estimated"))
        .isEqualTo("10");
    assertThat(
            trace("SELECT delivery_id, row_no FROM current_charges WHERE delivery_id = 'd2'")
                .path("shadowing")
                .get(0)
                .path("outcome")
                .asText())
        .isEqualTo("shadowed");
  }

  @Test
  void device_time_that_nothing_prices_is_named_with_its_hours() {
    estimate("NVIDIA L4");
    JsonNode costs = effective();
    assertThat(costs.path("total").asText()).isEqualTo("22.250000000000000001");
    JsonNode unpriced = costs.path("coverage").path("unpriced");
    assertThat(unpriced).hasSize(1);
    assertThat(unpriced.get(0).path("model").asText()).isEqualTo(DeviceFamily.of("H100"));
    assertThat(unpriced.get(0).path("deviceHours").asText()).isEqualTo("6");
  }
}
