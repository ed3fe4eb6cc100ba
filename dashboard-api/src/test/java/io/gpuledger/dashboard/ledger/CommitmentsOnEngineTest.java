package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.gpuledger.cost.commitment.SpendShortfall;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.CommitmentQueries.CommitmentsRequest;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commitments over a real engine: a block that the bill divides, one that only the bill knows, one
 * that no bill divides and telemetry measures, a prepaid stock, a minimum, and a spend commitment.
 */
@Tag("live")
class CommitmentsOnEngineTest {
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final ObjectMapper JSON = new ObjectMapper().registerModule(new JavaTimeModule());
  private static final String CONFIG =
      """
      commitments:
        - {id: block-1, provider: CoreWeave, kind: reserved-block, currency: USD, from: 2026-10-01,
           to: 2027-10-01, purchaser: research, unusedOwner: platform,
           phases: [{committed: 8, fee: 1 USD/hour}], alternative: 6 USD/hour,
           upfront: {amount: 36500, paidAt: 2026-10-01},
           slaCredits: [{id: o1, from: 2026-10-02, to: 2026-10-03, claimedOn: 2026-10-04, claimed: 12,
             receivedOn: 2026-10-20, received: 9},
             {id: o2, from: 2026-10-05, to: 2026-10-06, claimedOn: 2026-10-07, claimed: 5,
             receivedOn: 2026-11-20, received: 5}]}
        - {id: measured, provider: Lambda, kind: reserved-block, currency: USD, from: 2026-10-01,
           to: 2026-10-02, purchaser: research, unusedOwner: platform, devices: 'cluster:"c"',
           phases: [{committed: 1, fee: 2 USD/hour}]}
        - {id: credits, provider: Together, kind: prepaid, currency: USD, from: 2026-10-01,
           to: 2027-01-01, purchaser: search, unusedOwner: search,
           stock: {quantity: 1000, unit: Credits, price: 900, paidAt: 2026-10-01}}
        - {id: minimum, provider: Nebius, kind: take-or-pay, currency: USD, from: 2026-09-01,
           to: 2027-09-01, purchaser: search, unusedOwner: platform,
           monthly: {minimum: 100, unit: GPU-Hours, tiers: [{perUnit: 2}],
             makeUp: {months: 3, price: 2.5, booked: prepaid}}}
        - {id: edp, provider: s, kind: spend-commitment, currency: USD, from: 2026-10-01,
           to: 2027-10-01, purchaser: finance, unusedOwner: finance, spend: 'source:"s"',
           marketplace: 'service:"Storage"',
           targets: [{from: 2026-10-01, to: 2027-10-01, committed: 1000, marketplaceLimit: 5}]}
        - {id: older-edp, provider: s, kind: spend-commitment, currency: USD, from: 2026-07-01,
           to: 2027-07-01, purchaser: finance, unusedOwner: finance, spend: 'source:"s"',
           targets: [{from: 2026-07-01, to: 2027-07-01, committed: 900000}]}
      """;

  @TempDir static Path directory;
  private static TestLedger ledger;
  private static LedgerReader reader;
  private static SqlLedgerQueries queries;
  private static int row = 200;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(directory);
    charge("block-1", "Purchase", "", "36500", "0", Map.of("frequency", "One-Time"));
    charge("block-1", "Purchase", "", "744", "0", Map.of("frequency", "Recurring"));
    charge("block-1", "Usage", "Used", "0", "100.1", Map.of("team", "vision", "contracted", "150"));
    charge("block-1", "Usage", "Used", "0", "50", Map.of("team", "search", "contracted", "75"));
    charge("block-1", "Usage", "Unused", "0", "49.9", Map.of());
    charge("", "Usage", "", "75", "75", Map.of("contracted", "75", "pricing", "Standard"));
    charge("unknown-1", "Usage", "Unused", "0", "7", Map.of());
    charge("credits", "Usage", "Used", "0", "0", Map.of("quantity", "300"));
    charge("minimum", "Usage", "Used", "0", "0", Map.of("quantity", "10", "month", "2026-09"));
    charge("minimum", "Usage", "Used", "0", "0", Map.of("quantity", "130"));
    ledger.delivery("b1", "append", 2, 10);
    ledger.allocate();
    for (int minute = 0; minute < 120; minute++) {
      ledger.usage(
          "GPU-1",
          Instant.parse("2026-10-01T00:00:00Z").plusSeconds(60L * minute),
          "held_idle",
          "pod",
          "vision");
    }
    ledger.checkpoint();
    reader =
        new LedgerReader(
            ledger.client,
            () ->
                new RulesInForce.Builder(TestLedger.RULES)
                    .commitments(ConfigReader.read("f", CONFIG).values().get(0).commitments())
                    .build(),
            LiveFacts.NONE,
            Clock.fixed(ledger.now().plusSeconds(60), ZoneOffset.UTC));
    queries = new SqlLedgerQueries(reader);
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  private static void charge(
      String commitment,
      String category,
      String status,
      String billed,
      String effective,
      Map<String, String> further) {
    Map<String, String> values = new HashMap<>();
    values.put("row", String.valueOf(++row));
    values.put("commitment", commitment);
    values.put("category", category);
    values.put("status", status);
    values.put("billed", billed);
    values.put("effective", effective);
    values.put("contracted", further.getOrDefault("contracted", "0"));
    values.put("frequency", further.getOrDefault("frequency", "Usage-Based"));
    values.put("team", further.getOrDefault("team", ""));
    values.put("pricing", further.getOrDefault("pricing", "Committed"));
    values.put("quantity", further.getOrDefault("quantity", "1"));
    values.put("month", further.getOrDefault("month", "2026-10"));
    ledger.client.execute(
        "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
            + " billed_cost, effective_cost, contracted_cost, charge_period_start,"
            + " charge_period_end, billing_period_start, billing_period_end, x_accelerator,"
            + " charge_category, charge_frequency, commitment_discount_id,"
            + " commitment_discount_status, commitment_discount_quantity, commitment_discount_unit,"
            + " pricing_category, service_name, service_provider_name, tags) SELECT 's', 'b1',"
            + " {row:UInt64}, 'a', 'USD', toDecimal128({billed:String}, 18),"
            + " toDecimal128({effective:String}, 18), toDecimal128({contracted:String}, 18),"
            + " {month:String} || '-03', {month:String} || '-04', '2026-10-01', '2026-11-01',"
            + " 'none', {category:String}, {frequency:String}, nullIf({commitment:String}, ''),"
            + " nullIf({status:String}, ''), toDecimal128({quantity:String}, 18), 'Hours',"
            + " {pricing:String}, 'Kubernetes', 'CoreWeave', if({team:String} = '', map(),"
            + " map('team', {team:String}))",
        values);
  }

  private static JsonNode answer() {
    return JSON.valueToTree(queries.commitments(new CommitmentsRequest(OCTOBER, Optional.empty())));
  }

  private static JsonNode row(String id) {
    for (JsonNode each : answer().path("rows")) {
      if (each.path("commitment").asText().equals(id)) {
        return each;
      }
    }
    throw new AssertionError("no " + id + " in " + answer());
  }

  private static String csv(String kind) {
    return new String(
        queries
            .reportFile(report(kind, Filter.everything()), AccessScope.EVERYTHING)
            .orElseThrow()
            .content(),
        StandardCharsets.UTF_8);
  }

  private static LedgerQueries.ReportRequest report(String kind, Filter filter) {
    return new LedgerQueries.ReportRequest(
        kind,
        OCTOBER,
        LedgerQueries.Metric.EFFECTIVE,
        filter,
        Optional.empty(),
        Optional.empty(),
        "csv");
  }

  @Test
  void a_block_is_divided_as_its_bill_divides_it_and_its_owner_bears_the_rest() {
    JsonNode block = row("block-1");

    assertThat(block.path("configured").asBoolean()).isTrue();
    assertThat(block.path("origin").asText()).isEqualTo("bill");
    assertThat(block.at("/purchased/upfront").asText()).isEqualTo("36500");
    assertThat(block.at("/purchased/recurring").asText()).isEqualTo("744");
    assertThat(block.path("amortised").asText()).isEqualTo("200");
    assertThat(block.path("used").asText()).isEqualTo("150.1");
    assertThat(block.path("unused").asText()).isEqualTo("49.9");
    assertThat(block.path("unusedOwner").asText()).isEqualTo("platform");
    assertThat(block.path("utilisation").asDouble()).isEqualTo(0.7505);
    // 225 covered of 300 that the bill charges for the same service.
    assertThat(block.path("coverage").asDouble()).isEqualTo(0.75);
    // (744 x 8 x 0.520833.. upfront + 744 fees) / (744 x 8 x 6)
    assertThat(block.path("breakEven").asDouble()).isEqualTo(0.107639);
    assertThat(block.at("/quantities/unit").asText()).isEqualTo("Hours");
    assertThat(block.path("shares").findValuesAsText("party"))
        .containsExactly("search", "vision", "platform");
  }

  @Test
  void sla_credits_stand_as_at_the_end_of_the_month_and_change_no_total() {
    JsonNode sla = row("block-1").path("slaCredits");

    assertThat(sla.path("claimed").asText()).isEqualTo("17");
    assertThat(sla.path("received").asText()).isEqualTo("9");
    assertThat(sla.path("refused").asText()).isEqualTo("3");
    assertThat(sla.path("open").asText()).isEqualTo("5");
    assertThat(sla.at("/credits/1/received").isNull()).isTrue();
    assertThat(row("unknown-1").path("slaCredits").isNull()).isTrue();
    assertThat(csv("commitments")).contains(",17,9,5\r\n");
  }

  @Test
  void a_commitment_that_only_the_bill_knows_is_listed_as_not_configured() {
    JsonNode unknown = row("unknown-1");

    assertThat(unknown.path("configured").asBoolean()).isFalse();
    assertThat(unknown.path("unused").asText()).isEqualTo("7");
    assertThat(unknown.path("notes").get(0).asText()).startsWith("Not configured");
    assertThat(unknown.path("termStart").isNull()).isTrue();
  }

  @Test
  void without_charges_the_contract_tells_the_cost_and_telemetry_the_use() {
    JsonNode measured = row("measured");

    assertThat(measured.path("onBill").asBoolean()).isFalse();
    assertThat(measured.path("origin").asText()).isEqualTo("contract");
    // One device of 24 committed hours was held for half of each minute of two hours.
    assertThat(measured.path("amortised").asText()).isEqualTo("48");
    assertThat(measured.path("used").asText()).isEqualTo("2");
    assertThat(measured.path("unused").asText()).as("no minute was seen idle").isEqualTo("0");
    assertThat(measured.path("unobserved").asText()).isEqualTo("46");
    assertThat(csv("commitments")).contains("measured,USD,unobserved,-,46\r\n");
    assertThat(measured.path("status").asText()).isEqualTo("Expired");
  }

  @Test
  void a_stock_is_drawn_by_the_quantities_of_its_bill() {
    assertThat(row("credits").path("used").asText()).isEqualTo("270");
    assertThat(csv("prepaid-rollforward"))
        .contains("block-1,USD,0,36500,3100,0,33400\r\n")
        .contains("credits,USD,0,900,270,0,630\r\n")
        .contains("total,USD,180,37400,3430,0,34150\r\n")
        .contains("not configured,unknown-1\r\n");
  }

  @Test
  void what_a_month_takes_above_its_minimum_makes_up_for_the_one_that_fell_short() {
    JsonNode minimum = row("minimum");

    // Of September's 100 a tenth was taken, 180 paid for the rest; October takes 130.
    assertThat(minimum.at("/makeUp/opening/quantity").asText()).isEqualTo("90");
    assertThat(minimum.at("/makeUp/used/quantity").asText()).isEqualTo("30");
    assertThat(minimum.at("/makeUp/used/cost").asText()).isEqualTo("60");
    assertThat(minimum.at("/makeUp/due").asText()).isEqualTo("15");
    assertThat(minimum.at("/makeUp/closing/cost").asText()).isEqualTo("120");
    assertThat(minimum.at("/makeUp/nextExpiry").asText()).isEqualTo("2026-12");
    assertThat(minimum.at("/makeUp/unit").asText()).isEqualTo("GPU-Hours");
    assertThat(minimum.at("/makeUp/booked").asText()).isEqualTo("prepaid");
    assertThat(minimum.path("used").asText()).as("100 x 2 + 60 + 15").isEqualTo("275");
    assertThat(row("credits").path("makeUp").isNull()).isTrue();
    assertThat(csv("prepaid-rollforward")).contains("minimum,USD,180,0,60,0,120\r\n");
    assertThat(csv("commitments"))
        .contains("minimum,USD,GPU-Hours,90,180,0,0,30,60,15,0,0,,60,120,2026-12\r\n");
  }

  @Test
  void a_spend_commitment_burns_down_by_what_was_billed() {
    JsonNode burn = row("edp").path("burnDown");

    // Billed in USD: 10.5 + 4 + 9 (Storage) - 1.25 + 10^-18, and 36500 + 744 + 75 of the other
    // bill.
    assertThat(burn.path("direct").asText()).isEqualTo("37332.250000000000000001");
    assertThat(burn.path("marketplace").asText()).isEqualTo("9");
    assertThat(burn.path("marketplaceCounted").asText()).isEqualTo("5");
    assertThat(burn.path("marketplaceBeyondLimit").asText()).isEqualTo("4");
    assertThat(burn.path("projectedShortfall").asText()).isEqualTo("0");
    assertThat(row("edp").path("amortised").isNull()).isTrue();
  }

  @Test
  void a_month_without_a_bill_is_not_one_without_spend_so_that_nothing_is_projected() {
    JsonNode older = row("older-edp");

    assertThat(older.at("/burnDown/counted").asText()).startsWith("3734");
    assertThat(older.at("/burnDown/projected").isNull()).isTrue();
    assertThat(older.at("/burnDown/projectedShortfall").isNull()).isTrue();
    assertThat(older.at("/notes/0").asText())
        .isEqualTo(
            "No bill of s is known of 2 months from 2026-07: where the spend will end is not"
                + " projected.");
    assertThat(
            reader.spendShortfalls(
                new TimeRange(
                    Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z")),
                reader.snapshot(Optional.empty())))
        .as("it accrues, and how much nobody knows")
        .containsExactly(new SpendShortfall("s", "older-edp", "USD", Optional.empty()));
  }

  @Test
  void totals_are_of_all_that_is_known() {
    assertThat(answer().at("/totals/USD/unused").asText()).isEqualTo("56.9");
    assertThat(answer().at("/totals/USD/useUnknown").asText())
        .as("what telemetry did not see is not unused")
        .isEqualTo("46");
  }

  @Test
  void the_reports_are_of_the_whole_organisation_and_take_no_filter() {
    assertThat(csv("commitments"))
        .startsWith("commitment,provider,configured,kind")
        .contains("block-1,USD,unused,platform,49.9\r\n")
        .contains("unknown-1,CoreWeave,not configured");
    for (String kind : List.of("commitments", "prepaid-rollforward")) {
      assertThatThrownBy(
              () ->
                  queries.reportFile(
                      report(kind, Filter.everything()), AccessScope.ofTeams(List.of("vision"))))
          .isInstanceOf(ApiException.class);
      assertThatThrownBy(
              () ->
                  queries.report(
                      report(kind, Filter.parse("team:\"vision\"")), AccessScope.EVERYTHING))
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("no filter");
    }
  }
}
