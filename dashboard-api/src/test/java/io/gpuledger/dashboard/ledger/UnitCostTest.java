package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.http.LedgerQueries.Metric;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node of docs/rules/unit-costs.md: 8 devices at 23.60 an hour. */
@Tag("live")
class UnitCostTest {
  private static final TimeRange OCTOBER =
      new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));

  @TempDir static Path directory;
  private static TestLedger ledger;
  private static SqlLedgerQueries queries;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(directory);
    String[] states = {
      "productive", "active", "active", "active", "held_idle", "held_idle", "", ""
    };
    for (int i = 0; i < states.length; i++) {
      boolean held = !states[i].isEmpty();
      ledger.deviceHour("g" + i, held ? states[i] : "unallocated", held ? "pod:ml/train" : "");
    }
    ledger.checkpoint();
    ledger.machineHour("d2", "23.60", 8);
    ledger.delivery("d2", "append", 2, 1);
    ledger.allocate();
    queries =
        new SqlLedgerQueries(
            new LedgerReader(
                ledger.client,
                () -> RulesInForce.of(TestLedger.RULES),
                LiveFacts.NONE,
                Clock.systemUTC()));
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  @Test
  void an_hour_costs_the_more_the_stricter_its_kind_and_what_is_no_gpu_is_not_part_of_it() {
    Map<?, ?> row = rows(Metric.BILLED, "deviceModel", 10).get(0);

    assertThat(row.get("group")).isEqualTo(Map.of("deviceModel", "NVIDIA H100"));
    assertThat(row.get("amount")).isEqualTo("23.6");
    assertThat(row.get("gpuHours"))
        .isEqualTo(
            Map.of("paid", "8.000", "allocated", "6.000", "busy", "4.000", "productive", "1.000"));
    assertThat(row.get("perGpuHour"))
        .isEqualTo(
            Map.of(
                "paid",
                "2.950000",
                "allocated",
                "3.933333",
                "busy",
                "5.900000",
                "productive",
                "23.600000"));
  }

  @Test
  void a_cost_that_the_bill_leaves_out_gives_no_price() {
    Map<?, ?> row = rows(Metric.LIST, "deviceModel", 10).get(0);

    assertThat(row.get("amount")).isNull();
    assertThat(String.valueOf(row.get("perGpuHour"))).contains("paid=null");
    assertThat(String.valueOf(row.get("gpuHours"))).contains("paid=8.000");
  }

  @Test
  void rows_beyond_the_limit_are_in_the_other_of_their_currency() {
    Map<?, ?> answer = answer(Metric.BILLED, "state", 1);

    Map<?, ?> row = (Map<?, ?>) list(answer, "rows").get(0);
    Map<?, ?> other = (Map<?, ?>) list(answer, "others").get(0);
    Map<?, ?> total = (Map<?, ?>) list(answer, "totals").get(0);
    assertThat(total.get("amount")).isEqualTo("23.6");
    assertThat(row.get("amount")).isEqualTo("8.85");
    assertThat(other.get("amount")).isEqualTo("14.75");
    assertThat(String.valueOf(other.get("gpuHours"))).contains("paid=5.000");
  }

  private static List<Map<?, ?>> rows(Metric metric, String groupBy, int limit) {
    return list(answer(metric, groupBy, limit), "rows").stream()
        .<Map<?, ?>>map(of -> (Map<?, ?>) of)
        .toList();
  }

  private static List<?> list(Map<?, ?> answer, String key) {
    return (List<?>) Objects.requireNonNull(answer.get(key));
  }

  private static Map<?, ?> answer(Metric metric, String groupBy, int limit) {
    return (Map<?, ?>)
        queries.unitCosts(
            new LedgerQueries.UnitCostsRequest(
                OCTOBER,
                List.of(GroupKey.parse(groupBy).orElseThrow()),
                metric,
                Filter.everything(),
                Optional.empty(),
                Optional.empty(),
                limit),
            AccessScope.EVERYTHING);
  }
}
