package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.export.CleanBill;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.ErrorCode;
import io.gpuledger.dashboard.http.ExportQueries.Export;
import io.gpuledger.dashboard.http.ExportQueries.FocusRequest;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.ingest.focus.FocusVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The export from the tables of a real engine. */
@Tag("live")
class FocusExportTest {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();
  private static final AccessScope SEARCH = AccessScope.ofTeams(List.of("search"));

  @TempDir Path folder;

  private static SqlLedgerQueries queries(TestLedger ledger) {
    return new SqlLedgerQueries(
        new LedgerReader(
            ledger.client,
            () -> RulesInForce.of(TestLedger.RULES),
            LiveFacts.NONE,
            Clock.systemUTC()));
  }

  private static FocusRequest request(String from, String to) {
    return request(from, to, Optional.empty(), Optional.empty());
  }

  private static FocusRequest request(
      String from, String to, Optional<Instant> asOf, Optional<String> source) {
    return new FocusRequest(
        new TimeRange(Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z")),
        FocusVersion.V1_4,
        asOf,
        source);
  }

  private List<Map<String, String>> rows(TestLedger ledger, FocusRequest request, AccessScope scope)
      throws IOException {
    Path file = folder.resolve("export.csv");
    Export export = queries(ledger).export(request, scope);
    try (OutputStream out = Files.newOutputStream(file)) {
      export.write(out);
    }
    List<Map<String, String>> rows = CleanBill.read(file);
    JsonNode summary = JSON.valueToTree(export.summary());
    assertThat(summary.path("rows").asInt()).isEqualTo(rows.size());
    summary
        .path("sums")
        .properties()
        .forEach(
            sum ->
                assertThat(sum(of(rows, "BillingCurrency", sum.getKey()), "BilledCost"))
                    .isEqualTo(Amount.parse(sum.getValue().path("billed").asText())));
    return rows;
  }

  private static List<Map<String, String>> of(
      List<Map<String, String>> rows, String column, String value) {
    return rows.stream().filter(row -> value.equals(row.get(column))).toList();
  }

  private static Amount sum(List<Map<String, String>> rows, String column) {
    return rows.stream()
        .map(row -> Amount.parse(row.getOrDefault(column, "0")))
        .reduce(Amount.ZERO, Amount::plus);
  }

  @Test
  void a_month_has_a_row_for_each_line_and_the_sums_of_the_ledger() throws IOException {
    try (TestLedger ledger = new TestLedger(folder.resolve("a"))) {
      List<Map<String, String>> rows =
          rows(ledger, request("2026-10-01", "2026-11-01"), AccessScope.EVERYTHING);

      assertThat(rows).hasSize(7);
      assertThat(sum(of(rows, "BillingCurrency", "USD"), "BilledCost"))
          .isEqualTo(Amount.parse("22.250000000000000001"));
      assertThat(of(rows, "BillingCurrency", "EUR")).hasSize(1);
      assertThat(rows).allSatisfy(row -> assertThat(row).doesNotContainKey("ListCost"));
      JsonNode summary =
          JSON.valueToTree(
              queries(ledger)
                  .export(request("2026-10-01", "2026-11-01"), AccessScope.EVERYTHING)
                  .summary());
      assertThat(summary.at("/sums/EUR/list").isNull()).isTrue();
      assertThat(summary.at("/sums/EUR/effective").asText()).isEqualTo("7");
      assertThat(summary.at("/snapshot/asOf").asText()).isEqualTo(ledger.now().toString());
      List<Map<String, String>> storage = of(rows, "ServiceName", "Storage");
      assertThat(storage).hasSize(2);
      assertThat(storage.get(0))
          .containsEntry("BilledCost", "3")
          .containsEntry("AllocatedMethodId", "GpuLedger-UsageTime")
          .containsEntry("ChargePeriodStart", "2026-10-02T12:00:00Z")
          .containsEntry("ChargePeriodEnd", "2026-10-04T00:00:00Z")
          .containsEntry("x_UsageStart", "2026-10-02T12:00:00Z")
          .containsEntry("x_UsageEnd", "2026-10-03T00:00:00Z")
          .containsEntry("x_SplitOriginId", "d1:3")
          .containsEntry("x_State", "not_gpu")
          .containsEntry("x_Team", "vision")
          .containsEntry("x_Rule", "tag");
      assertThat(storage.get(0).get("AllocatedMethodDetails"))
          .contains("x_PolicyVersion")
          .contains("\"AllocatedRatio\":0.333333333333333333");
    }
  }

  @Test
  void days_next_to_each_other_sum_to_the_whole_and_a_cut_charge_tells_no_ratio()
      throws IOException {
    try (TestLedger ledger = new TestLedger(folder.resolve("b"))) {
      ledger.client.execute(
          "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
              + " billed_cost, charge_period_start, charge_period_end, billing_period_start,"
              + " billing_period_end, x_accelerator, consumed_quantity, consumed_unit) VALUES"
              + " ('s', 'long', 900, 'a', 'USD', 1, '2026-09-28 05:00:00',"
              + " '2026-10-02 01:00:00', '2026-10-01', '2026-11-01', 'none', 10, 'Hours')",
          Map.of());
      ledger.delivery("long", "append", 2, 1);
      ledger.allocate();

      List<Map<String, String>> parts = new ArrayList<>();
      for (String[] days :
          new String[][] {
            {"2026-09-01", "2026-10-01"}, {"2026-10-01", "2026-10-02"}, {"2026-10-02", "2026-11-01"}
          }) {
        parts.addAll(
            of(
                rows(ledger, request(days[0], days[1]), AccessScope.EVERYTHING),
                "x_SplitOriginId",
                "long:900"));
      }

      assertThat(parts).hasSize(5);
      assertThat(sum(parts, "BilledCost")).isEqualTo(Amount.of(1));
      assertThat(sum(parts, "ConsumedQuantity")).isEqualTo(Amount.of(10));
      assertThat(parts)
          .allSatisfy(row -> assertThat(row).doesNotContainKey("AllocatedMethodDetails"));
    }
  }

  @Test
  void a_machine_is_divided_among_its_holders_with_their_names() throws IOException {
    try (TestLedger ledger = new TestLedger(folder.resolve("c"))) {
      ledger.machineHour("gpu", "8", 2);
      ledger.deviceHour("GPU-1", "productive", "pod:search/train");
      ledger.deviceHour("GPU-2", "unallocated", "");
      ledger.checkpoint();
      ledger.delivery("gpu", "append", 2, 1);
      ledger.allocate();

      List<Map<String, String>> rows =
          of(
              rows(ledger, request("2026-10-07", "2026-10-08"), AccessScope.EVERYTHING),
              "ResourceId",
              "i-1");

      assertThat(rows).hasSize(2);
      Map<String, String> held = of(rows, "x_State", "productive").get(0);
      assertThat(held)
          .containsEntry("BilledCost", "4")
          .containsEntry("AllocatedMethodId", "GpuLedger-DeviceTime")
          .containsEntry("AllocatedResourceId", "pod:search/train")
          .containsEntry("AllocatedResourceName", "train")
          .containsEntry("x_DeviceSeconds", "3600")
          .containsEntry("x_DeviceModel", "NVIDIA H100")
          .containsEntry("x_Cluster", "c")
          .containsEntry("x_Node", "n1");
      assertThat(held.get("AllocatedTags")).contains("\"namespace\":\"search\"");
      assertThat(of(rows, "x_State", "unallocated").get(0)).doesNotContainKey("AllocatedTags");
    }
  }

  @Test
  void a_lead_gets_the_rows_of_the_own_teams_and_no_share_of_others() throws IOException {
    try (TestLedger ledger = new TestLedger(folder.resolve("d"))) {
      List<Map<String, String>> rows = rows(ledger, request("2026-10-01", "2026-11-01"), SEARCH);

      assertThat(rows)
          .hasSize(3)
          .allSatisfy(row -> assertThat(row).containsEntry("x_Team", "search"));
      assertThat(sum(of(rows, "BillingCurrency", "USD"), "BilledCost"))
          .isEqualTo(Amount.parse("2.75"));
    }
  }

  @Test
  void a_source_is_exported_by_itself() throws IOException {
    try (TestLedger ledger = new TestLedger(folder.resolve("e"))) {
      assertThat(
              rows(
                  ledger,
                  request("2026-10-01", "2026-11-01", Optional.empty(), Optional.of("s")),
                  AccessScope.EVERYTHING))
          .hasSize(7);
      assertThat(
              rows(
                  ledger,
                  request("2026-10-01", "2026-11-01", Optional.empty(), Optional.of("other")),
                  AccessScope.EVERYTHING))
          .isEmpty();
    }
  }

  @Test
  void an_export_waits_for_the_allocation_and_can_be_repeated_as_it_was() throws IOException {
    try (TestLedger ledger = new TestLedger(folder.resolve("f"))) {
      FocusRequest then =
          request("2026-10-01", "2026-11-01", Optional.of(ledger.now()), Optional.empty());
      List<Map<String, String>> before = rows(ledger, then, AccessScope.EVERYTHING);
      ledger.charge(
          "late", "2026-10-09 00:00:00", "2026-10-09 01:00:00", "100", "USD", "vision", "Compute");
      ledger.delivery("late", "append", 2, 1);

      assertThatThrownBy(
              () ->
                  queries(ledger)
                      .export(request("2026-10-01", "2026-11-01"), AccessScope.EVERYTHING))
          .isInstanceOfSatisfying(
              ApiException.class,
              refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_AVAILABLE))
          .hasMessageContaining("still being allocated");
      ledger.allocate();

      assertThat(rows(ledger, request("2026-10-01", "2026-11-01"), AccessScope.EVERYTHING))
          .hasSize(8);
      assertThat(rows(ledger, then, AccessScope.EVERYTHING)).isEqualTo(before);
    }
  }

  @Test
  void times_that_are_not_days_are_refused() {
    try (TestLedger ledger = new TestLedger(folder.resolve("g"))) {
      FocusRequest request =
          new FocusRequest(
              new TimeRange(
                  Instant.parse("2026-10-01T06:00:00Z"), Instant.parse("2026-10-02T00:00:00Z")),
              FocusVersion.V1_4,
              Optional.empty(),
              Optional.empty());

      assertThatThrownBy(() -> queries(ledger).export(request, AccessScope.EVERYTHING))
          .hasMessageContaining("is not the start of a UTC day");
    }
  }

  @Test
  void many_deliveries_and_large_ones_are_read_in_pieces_and_no_row_is_lost() throws IOException {
    try (TestLedger ledger = new TestLedger(folder.resolve("h"))) {
      for (int i = 0; i < 45; i++) {
        String id = "small-" + (100 + i);
        ledger.charge(
            id, "2026-10-10 00:00:00", "2026-10-10 01:00:00", "0.01", "USD", "vision", "Compute");
        ledger.delivery(id, "append", 2 + i, 1);
      }
      ledger.client.execute(
          "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
              + " billed_cost, charge_period_start, charge_period_end, billing_period_start,"
              + " billing_period_end, x_accelerator, tags, x_extra) SELECT 's', 'large',"
              // Two files, and in each records of two charges.
              + " 4294967296 * (number % 2) + 268435456 * (intDiv(number, 2) % 2) + number + 1,"
              + " 'a', 'USD', toDecimal128('0.001', 18), toDateTime64('2026-10-11 00:00:00', 6,"
              + " 'UTC') + toIntervalHour(number % 300), toDateTime64('2026-10-11 01:00:00', 6,"
              + " 'UTC') + toIntervalHour(number % 300), '2026-10-01', '2026-11-01', 'none',"
              + " map('team', 'vision'), map('x_Line', toString(number)) FROM numbers(130000)",
          Map.of());
      ledger.delivery("large", "append", 60, 130_000);
      ledger.allocate();

      Path file = folder.resolve("export.csv");
      try (OutputStream out = Files.newOutputStream(file)) {
        queries(ledger)
            .export(request("2026-10-01", "2026-11-01"), AccessScope.EVERYTHING)
            .write(out);
      }

      Set<String> numbers = new HashSet<>();
      Set<String> small = new HashSet<>();
      long rows = 0;
      for (String line : Files.readAllLines(file)) {
        rows++;
        if (line.contains(",large:")) {
          numbers.add(line.substring(line.lastIndexOf(',') + 1));
        } else if (line.contains(",small-")) {
          small.add(line.substring(line.indexOf(",small-"), line.indexOf(",small-") + 10));
        }
      }
      assertThat(rows).isEqualTo(1 + 7 + 45 + 130_000);
      assertThat(numbers).hasSize(130_000);
      assertThat(small).hasSize(45);
    }
  }
}
