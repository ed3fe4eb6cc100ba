package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import io.gpuledger.ingest.generate.FocusTruth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A bill from its file to every reader, over the real broker, cluster and engine. */
@Tag("live")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BillingEndToEndTest {
  private static final Map<String, String> OCTOBER =
      Map.of("start", "2026-10-01", "end", "2026-11-01", "metric", "billed");

  private Path folder;
  private RunningLedger ledger;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    folder = temporary;
    Path config = folder.resolve("gpuledger.yaml");
    Files.writeString(
        config,
        """
        sources:
          - name: house
            kind: bills
            custom:
              delimiter: ";"
              decimalComma: true
              columns:
                - {column: BilledCost, from: Betrag}
                - {column: BillingCurrency, value: EUR}
                - {column: BillingAccountId, value: K-7}
                - {column: BillingPeriodStart, from: Tag, part: month-start}
                - {column: BillingPeriodEnd, from: Tag, part: next-month}
                - {column: ChargePeriodStart, from: Tag}
                - {column: ChargePeriodEnd, from: Tag, part: next-day}
        ownership:
          - name: tag
            match: 'source!:"none"'
            team: '{tag:team}'
          # Divided by their default rules they would not be the generator's sums by tag.
          - name: taxes and credits stay apart
            match: 'chargeCategory:"Tax","Credit"'
            team: unattributed
        """);
    ledger = RunningLedger.start(folder.resolve("data"), Optional.of(config));
  }

  @AfterAll
  void stop() {
    ledger.close();
  }

  private FocusTruth bill(Path file, int restatement, long seed) throws IOException {
    FocusPlan plan = FocusPlan.of(seed, FocusShape.AWS_1_2, YearMonth.of(2026, 10), 2_000);
    return FocusGenerator.write(restatement == 0 ? plan : plan.restated(restatement), file);
  }

  private static Map<String, String> with(Map<String, String> base, String... more) {
    Map<String, String> all = new java.util.HashMap<>(base);
    for (int i = 0; i < more.length; i += 2) {
      all.put(more[i], more[i + 1]);
    }
    return all;
  }

  /** An age counts on between two questions; everything else of an as-of answer stands still. */
  private static JsonNode withoutAges(JsonNode costs) {
    JsonNode copy = costs.deepCopy();
    for (JsonNode source : copy.path("freshness")) {
      ((ObjectNode) source).remove("ageSeconds");
    }
    return copy;
  }

  private static String total(JsonNode costs, String currency) {
    return costs.path("totals").path(currency).asText("absent");
  }

  private static final String CUR_HEADER =
      "identity_line_item_id,bill_payer_account_id,bill_billing_period_start_date,"
          + "bill_billing_period_end_date,line_item_usage_start_date,line_item_usage_end_date,"
          + "line_item_line_item_type,line_item_currency_code,line_item_unblended_cost,"
          + "savings_plan_savings_plan_a_r_n,savings_plan_savings_plan_effective_cost,"
          + "savings_plan_total_commitment_to_date,savings_plan_used_commitment,resource_tags\n";

  private static String curLine(String id, String type, String cost, String plan) {
    return id
        + ",000111222333,2026-10-01 00:00:00,2026-11-01 00:00:00,2026-10-07 00:00:00,"
        + "2026-10-07 01:00:00,"
        + type
        + ",USD,"
        + cost
        + ","
        + plan
        + "\n";
  }

  @Test
  void a_bill_of_aws_is_published_with_what_was_not_used_and_restated() throws IOException {
    Path file = folder.resolve("cur.csv");
    String covered =
        curLine("1", "Usage", "1.5E-1", ",,,,\"{\"\"user_team\"\":\"\"vision\"\"}\"")
            + curLine("2", "SavingsPlanCoveredUsage", "98.32", "plan,60.5,,,{}")
            + curLine("3", "SavingsPlanNegation", "-98.32", "plan,,,,{}");
    Files.writeString(
        file,
        CUR_HEADER + covered + curLine("4", "SavingsPlanRecurringFee", "72", "plan,,72,60.5,{}"));
    Map<String, String> billed = with(OCTOBER, "filter", "source:\"cur\"");
    Map<String, String> effective = with(billed, "metric", "effective");

    JsonNode delivery = ledger.importFile("cur", file).json().path("deliveries").path(0);

    assertThat(delivery.path("format").asText()).isEqualTo("aws-cur");
    assertThat(delivery.path("rowsAccepted").asLong()).isEqualTo(5);
    assertThat(delivery.path("visible").asBoolean()).isTrue();
    assertThat(delivery.path("nativeBilledCost").path("USD").asText()).isEqualTo("72.15");
    assertThat(total(ledger.ok("/api/v1/costs", billed), "USD")).isEqualTo("72.15");
    assertThat(total(ledger.ok("/api/v1/costs", effective), "USD")).isEqualTo("72.15");

    Files.writeString(
        file,
        CUR_HEADER + covered + curLine("4", "SavingsPlanRecurringFee", "72", "plan,,72,70.5,{}"));
    ledger.importFile("cur", file);

    assertThat(total(ledger.ok("/api/v1/costs", effective), "USD")).isEqualTo("62.15");
    JsonNode versions = ledger.ok("/api/v1/deliveries", Map.of("source", "cur")).path("rows");
    assertThat(versions).hasSize(2);
    versions.forEach(version -> assertThat(version.path("format").asText()).isEqualTo("aws-cur"));
  }

  /**
   * Faults of one set must not be taken for repeats of each other: the month would wait for ever.
   */
  @Test
  void a_set_with_several_faults_is_published_as_rejects_and_the_month_stands() throws IOException {
    Path file = folder.resolve("part-1.csv");
    Files.writeString(file, CUR_HEADER + curLine("1", "Usage", "7", ",,,,{}"));
    assertThat(visible(ledger.importFile("parts", file).json())).containsExactly(true);
    Files.writeString(file, CUR_HEADER + curLine("1", "Usage", "1", ",,,,{}"));
    Path stray = Files.writeString(folder.resolve("stray.csv"), Files.readString(file) + "x");
    Path manifest = folder.resolve("m.json");
    Files.writeString(manifest, "{\"dataFiles\":[\"part-1.csv\",\"part-2.csv\"]}");

    JsonNode answer =
        ledger.upload("/api/v1/deliveries?source=parts", List.of(manifest, file, stray)).json();

    assertThat(answer.path("rejectsTotal").asLong()).isEqualTo(2);
    assertThat(visible(answer)).containsExactly(true);
    assertThat(answer.path("deliveries").path(0).path("rowsRejected").asLong()).isEqualTo(2);
    assertThat(
            total(ledger.ok("/api/v1/costs", with(OCTOBER, "filter", "source:\"parts\"")), "USD"))
        .isEqualTo("7");
  }

  /**
   * Eight GPUs for a day, paid as a block: 24 hours of an instance that costs nothing, the fee over
   * the day; and beside it two hours of reserved capacity that nobody used.
   */
  @Test
  void a_capacity_block_counts_its_hours_once_and_reserved_capacity_unused_is_named()
      throws IOException {
    Path file = folder.resolve("block.csv");
    Files.writeString(
        file,
        CUR_HEADER.replace("\n", "")
            + ",line_item_usage_type,line_item_usage_amount,pricing_unit,product_instance_type,"
            + "reservation_reservation_a_r_n,line_item_resource_id\n"
            + machineLine("1", "Fee", "720", "EC2-CapacityBlock:p5.48xlarge,24,Hrs", "cr-1")
            + machineLine("2", "Usage", "0", "USE1-BoxUsage:p5.48xlarge,24,Hrs", "i-1")
            + machineLine("3", "Usage", "60", "USE1-UnusedBox:p5.48xlarge,2,Hrs", "cr-2"));
    Map<String, String> asked =
        with(OCTOBER, "filter", "source:\"block\"", "metric", "effective", "groupBy", "state");

    assertThat(visible(ledger.importFile("block", file).json())).containsExactly(true);

    Map<String, String> byState = new java.util.HashMap<>();
    for (JsonNode row : ledger.ok("/api/v1/costs", asked).path("rows")) {
      byState.put(row.path("group").path("state").asText(), row.path("amount").asText());
    }
    assertThat(byState).containsEntry("unobserved", "720").containsEntry("unused_commitment", "60");
    JsonNode hours =
        ledger.ok("/api/v1/unit-costs", with(asked, "measure", "gpu-hour")).path("rows").path(0);
    assertThat(hours.path("gpuHours").path("paid").asText()).isEqualTo("192.000");
  }

  private static String machineLine(
      String id, String type, String cost, String use, String resource) {
    return id
        + ",000111222333,2026-10-01 00:00:00,2026-11-01 00:00:00,2026-10-08 00:00:00,"
        + "2026-10-09 00:00:00,"
        + type
        + ",USD,"
        + cost
        + ",,,,,{},"
        + use
        + ",p5.48xlarge,,"
        + resource
        + "\n";
  }

  @Test
  void a_format_that_the_source_does_not_declare_is_refused_as_a_request() throws IOException {
    Path file = Files.writeString(folder.resolve("any.csv"), CUR_HEADER);

    RunningLedger.Answer answer =
        ledger.upload("/api/v1/deliveries?source=cur&format=custom", List.of(file));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().toString()).contains("declares no custom format");
  }

  private static List<Boolean> visible(JsonNode answer) {
    List<Boolean> visible = new ArrayList<>();
    answer.path("deliveries").forEach(each -> visible.add(each.path("visible").asBoolean()));
    return visible;
  }

  @Test
  void a_bill_of_a_declared_layout_is_published() throws IOException {
    Path file = folder.resolve("house.csv");
    Files.writeString(file, "Tag;Betrag;Posten\n2026-10-03;1234,56;H100\n2026-10-04;-0,06;x\n");

    JsonNode delivery = ledger.importFile("house", file).json().path("deliveries").path(0);

    assertThat(delivery.path("format").asText()).isEqualTo("custom");
    assertThat(
            total(ledger.ok("/api/v1/costs", with(OCTOBER, "filter", "source:\"house\"")), "EUR"))
        .isEqualTo("1234.5");
  }

  @Test
  void a_bill_is_read_published_allocated_restated_and_retracted_exactly() throws IOException {
    Path file = folder.resolve("october.csv");
    FocusTruth first = bill(file, 0, 1);
    Map<String, String> ofSource = with(OCTOBER, "filter", "source:\"aws\"");

    JsonNode report = ledger.importFile("aws", file).json();
    assertThat(report.path("deliveries")).hasSize(2);
    long accepted = 0;
    for (JsonNode delivery : report.path("deliveries")) {
      accepted += delivery.path("rowsAccepted").asLong();
      assertThat(delivery.path("visible").asBoolean()).isTrue();
      assertThat(delivery.path("unchanged").asBoolean()).isFalse();
    }
    assertThat(accepted).isEqualTo(first.rows());

    JsonNode costs = ledger.ok("/api/v1/costs", ofSource);
    first
        .byCurrency()
        .forEach(
            (currency, truth) ->
                assertThat(total(costs, currency)).isEqualTo(truth.billed().toString()));
    String asOfFirst = costs.path("snapshot").path("asOf").asText();

    JsonNode byTeam = ledger.ok("/api/v1/costs", with(ofSource, "groupBy", "team", "limit", "100"));
    for (JsonNode row : byTeam.path("rows")) {
      String team = row.path("group").path("team").asText();
      Amount truth =
          first
              .byTeam()
              .get(team.equals("unattributed") ? "" : team)
              .get(row.path("currency").asText())
              .billed();
      assertThat(row.path("amount").asText()).as(team).isEqualTo(truth.toString());
    }

    JsonNode again = ledger.importFile("aws", file).json();
    for (JsonNode delivery : again.path("deliveries")) {
      assertThat(delivery.path("unchanged").asBoolean()).isTrue();
    }

    FocusTruth second = bill(file, 1, 1);
    assertThat(second.byCurrency()).isNotEqualTo(first.byCurrency());
    JsonNode restated = ledger.importFile("aws", file).json();
    JsonNode now = ledger.ok("/api/v1/costs", ofSource);
    second
        .byCurrency()
        .forEach(
            (currency, truth) ->
                assertThat(total(now, currency)).isEqualTo(truth.billed().toString()));
    JsonNode before = ledger.ok("/api/v1/costs", with(ofSource, "asOf", asOfFirst));
    first
        .byCurrency()
        .forEach(
            (currency, truth) ->
                assertThat(total(before, currency)).isEqualTo(truth.billed().toString()));

    for (JsonNode delivery : restated.path("deliveries")) {
      String id = delivery.path("deliveryId").asText();
      assertThat(ledger.post("/api/v1/deliveries/" + id + "/retract", "{}").status())
          .isEqualTo(200);
    }
    JsonNode after = ledger.ok("/api/v1/costs", ofSource);
    assertThat(after.path("rows")).isEmpty();
    JsonNode still = ledger.ok("/api/v1/costs", with(ofSource, "asOf", asOfFirst));
    assertThat(withoutAges(still)).isEqualTo(withoutAges(before));
  }

  @Test
  void a_superseded_delivery_is_not_retracted_and_the_answer_names_the_one_in_force()
      throws IOException {
    Path file = folder.resolve("twice.csv");
    bill(file, 0, 6);
    String first = deliveryId(ledger.importFile("twice", file).json());
    bill(file, 1, 6);
    String second = deliveryId(ledger.importFile("twice", file).json());
    Map<String, String> ofSource = with(OCTOBER, "filter", "source:\"twice\"");
    JsonNode before = ledger.ok("/api/v1/costs", ofSource);

    RunningLedger.Answer refused = ledger.post("/api/v1/deliveries/" + first + "/retract", "{}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.json().path("detail").asText()).contains(second);
    assertThat(ledger.ok("/api/v1/costs", ofSource).path("totals"))
        .isEqualTo(before.path("totals"));
    assertThat(ledger.post("/api/v1/deliveries/" + second + "/retract", "{}").status())
        .isEqualTo(200);
    assertThat(ledger.post("/api/v1/deliveries/" + second + "/retract", "{}").status())
        .isEqualTo(409);
    assertThat(ledger.importFile("twice", file).json().path("deliveries").get(0).path("unchanged"))
        .isEqualTo(com.fasterxml.jackson.databind.node.BooleanNode.FALSE);
  }

  private static String deliveryId(JsonNode report) {
    return report.path("deliveries").get(0).path("deliveryId").asText();
  }

  @Test
  void files_of_one_replay_that_are_wrong_at_the_same_place_leave_a_reject_each()
      throws IOException {
    Path first = folder.resolve("first.prom");
    Path second = folder.resolve("second.prom");
    String bad = "DCGM_FI_DEV_GPU_UTIL{gpu=\"0\",UUID=\"GPU-a\"} 5\nDCGM_FI_DEV_GPU_UTIL{gpu= 7\n";
    Files.writeString(first, bad);
    Files.writeString(second, bad);

    assertThat(
            ledger
                .upload("/api/v1/replays?cluster=twins", java.util.List.of(first, second))
                .json()
                .path("problems"))
        .hasSize(2);

    JsonNode kept =
        ledger.await(
            "/api/v1/rejects",
            Map.of("source", "replay-twins"),
            answer -> answer.path("rows").size() == 2);
    assertThat(kept.path("rows").findValuesAsText("file"))
        .containsExactlyInAnyOrder("first.prom", "second.prom");
  }

  @Test
  void chargeback_proves_its_sum() throws IOException {
    Path file = folder.resolve("chargeback.csv");
    FocusTruth truth = bill(file, 0, 2);
    ledger.importFile("chargeback-source", file);
    JsonNode report =
        ledger.ok(
            "/api/v1/reports/chargeback",
            Map.of(
                "period", "2026-10", "format", "json", "filter", "source:\"chargeback-source\""));
    for (JsonNode proof : report.path("proof")) {
      assertThat(proof.path("difference").asText()).isEqualTo("0");
    }
    Amount usd = Amount.ZERO;
    for (JsonNode row : report.path("rows")) {
      if (row.path("currency").asText().equals("USD")) {
        usd = usd.plus(Amount.parse(row.path("billed").asText()));
      }
    }
    assertThat(usd).isEqualTo(truth.byCurrency().get("USD").billed());
  }

  @Test
  void a_refused_row_is_kept_with_its_place_while_the_rest_loads() throws IOException {
    Path file = folder.resolve("bad.csv");
    bill(file, 0, 3);
    String text = Files.readString(file);
    int secondLine = text.indexOf('\n') + 1;
    int thirdLine = text.indexOf('\n', secondLine) + 1;
    Files.writeString(
        file,
        text.substring(0, secondLine)
            + text.substring(secondLine, thirdLine).replace(",USD,", ",,").replace(",EUR,", ",,")
            + text.substring(thirdLine));
    JsonNode report = ledger.importFile("bad", file).json();
    assertThat(report.path("rejects")).isNotEmpty();
    JsonNode reject = report.path("rejects").get(0);
    assertThat(reject.path("file").asText()).isEqualTo("bad.csv");
    assertThat(reject.path("line").asLong()).isEqualTo(2);
    assertThat(reject.path("field").asText()).isEqualTo("BillingCurrency");
    JsonNode kept =
        ledger.await(
            "/api/v1/rejects", Map.of("source", "bad"), answer -> answer.path("rows").size() == 1);
    assertThat(kept.path("rows").get(0).path("rawText").asText()).isNotEmpty();
  }

  @Test
  void a_lead_sees_only_the_own_team_by_every_route() throws IOException {
    Path file = folder.resolve("lead.csv");
    FocusTruth truth = bill(file, 0, 4);
    ledger.importFile("lead-source", file);
    String secret =
        ledger
            .post("/api/v1/tokens", "{\"role\":\"lead\",\"teams\":[\"team-03\"]}")
            .json()
            .path("secret")
            .asText();
    Map<String, String> ofSource =
        with(OCTOBER, "filter", "source:\"lead-source\"", "groupBy", "team");
    JsonNode costs = ledger.get(secret, "/api/v1/costs", ofSource).json();
    for (JsonNode row : costs.path("rows")) {
      assertThat(row.path("group").path("team").asText()).isEqualTo("team-03");
    }
    assertThat(total(costs, "USD"))
        .isEqualTo(truth.byTeam().get("team-03").get("USD").billed().toString());
    for (String path :
        new String[] {
          "/api/v1/costs", "/api/v1/reports/chargeback", "/api/v1/deliveries", "/api/v1/rejects",
          "/api/v1/reconciliation", "/api/v1/sources", "/api/v1/budgets", "/api/v1/alerts",
          "/api/v1/utilization", "/api/v1/gpus", "/api/v1/status", "/api/v1/tokens",
          "/api/v1/unit-costs", "/api/v1/ownership", "/api/v1/charges"
        }) {
      RunningLedger.Answer answer =
          ledger.get(
              secret,
              path,
              with(
                  OCTOBER,
                  "period",
                  "2026-10",
                  "format",
                  "json",
                  "filter",
                  "team:\"team-04\"",
                  "groupBy",
                  "team"));
      assertThat(answer.text().replace("team:\\\"team-04\\\"", ""))
          .as(path)
          .doesNotContain("team-04");
    }
  }
}
