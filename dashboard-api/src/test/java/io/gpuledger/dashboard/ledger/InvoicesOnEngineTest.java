package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.invoice.BridgeLine;
import io.gpuledger.cost.invoice.Dataset;
import io.gpuledger.cost.invoice.DatasetRow;
import io.gpuledger.cost.invoice.TypedTotal;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.InvoiceQueries.BridgeChargesRequest;
import io.gpuledger.dashboard.http.InvoiceQueries.BridgeRequest;
import io.gpuledger.dashboard.http.InvoiceQueries.InvoicesRequest;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.http.LedgerQueries.PeriodBasis;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.streaming.dataset.DatasetDraft;
import io.gpuledger.streaming.dataset.DatasetLedger;
import io.gpuledger.streaming.dataset.DatasetLoad;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
 * Invoices and the bridge over a real engine: October with a prepayment, covered and unused
 * commitment, a correction, a charge over the border of the month and one that nobody can explain.
 */
@Tag("live")
class InvoicesOnEngineTest {
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final ObjectMapper JSON =
      JsonMapper.builder().addModule(new JavaTimeModule()).build();

  @TempDir static Path directory;
  private static TestLedger ledger;
  private static SqlLedgerQueries queries;
  private static int row = 100;
  private static long loads;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(directory);
    charge("Purchase", "One-Time", "", "12000", "0", "2026-10-15", "2027-10-15", Map.of());
    charge("Usage", "Usage-Based", "Used", "0", "900.25", "2026-10-03", "2026-10-04", Map.of());
    charge("Usage", "Usage-Based", "Unused", "0", "100", "2026-10-03", "2026-10-04", Map.of());
    charge(
        "Adjustment",
        "One-Time",
        "",
        "-40",
        "-40",
        "2026-09-10",
        "2026-09-11",
        Map.of("class", "Correction"));
    charge(
        "Usage",
        "Usage-Based",
        "",
        "31",
        "31",
        "2026-10-31 12:00:00",
        "2026-11-01 12:00:00",
        Map.of());
    charge(
        "Usage",
        "Usage-Based",
        "",
        "25",
        "25",
        "2026-10-20",
        "2026-10-21",
        Map.of("class", "Correction", "month", "2026-11-01", "next", "2026-12-01", "id", "INV-2"));
    charge("Usage", "Usage-Based", "", "10", "9.5", "2026-10-06", "2026-10-07", Map.of());
    charge(
        "Usage", "Usage-Based", "", "3", "", "2026-10-06", "2026-10-07", Map.of("currency", "EUR"));
    ledger.delivery("b1", "append", 2, 8);
    ledger.allocate();
    LedgerReader reader =
        new LedgerReader(
            ledger.client,
            () -> RulesInForce.of(TestLedger.RULES),
            LiveFacts.NONE,
            Clock.fixed(ledger.now().plusSeconds(60), ZoneOffset.UTC));
    queries = new SqlLedgerQueries(reader);
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  private static void charge(
      String category,
      String frequency,
      String commitment,
      String billed,
      String effective,
      String start,
      String end,
      Map<String, String> further) {
    Map<String, String> values = new HashMap<>();
    values.put("row", String.valueOf(++row));
    values.put("category", category);
    values.put("frequency", frequency);
    values.put("commitment", commitment);
    values.put("billed", billed);
    values.put("effective", effective);
    values.put("start", start);
    values.put("end", end);
    values.put("class", further.getOrDefault("class", ""));
    values.put("month", further.getOrDefault("month", "2026-10-01"));
    values.put("next", further.getOrDefault("next", "2026-11-01"));
    values.put("id", further.getOrDefault("id", "INV-1"));
    values.put("currency", further.getOrDefault("currency", "USD"));
    ledger.client.execute(
        "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
            + " billed_cost, effective_cost, charge_period_start, charge_period_end,"
            + " billing_period_start, billing_period_end, x_accelerator, charge_category,"
            + " charge_class, charge_frequency, commitment_discount_status, invoice_id,"
            + " invoice_issuer_name) SELECT 's', 'b1', {row:UInt64}, 'a', {currency:String},"
            + " toDecimal128({billed:String}, 18), if({effective:String} = '', NULL,"
            + " toDecimal128OrZero({effective:String}, 18)), {start:DateTime64(6, 'UTC')},"
            + " {end:DateTime64(6, 'UTC')}, {month:DateTime64(6, 'UTC')}, {next:DateTime64(6,"
            + " 'UTC')}, 'none', {category:String}, nullIf({class:String}, ''),"
            + " {frequency:String}, nullIf({commitment:String}, ''), {id:String}, 'AWS'",
        values);
  }

  private static Instant type(String invoice, String currency, String payable, String tax) {
    TypedTotal total =
        TypedTotal.read(
                Map.of(
                    "source", "s",
                    "issuer", "AWS",
                    "invoiceId", invoice,
                    "period", "2026-10",
                    "currency", currency,
                    "payable", payable,
                    "tax", tax))
            .values()
            .get(0);
    DatasetDraft draft =
        new DatasetDraft(
            new DatasetLoad(
                "load " + ++loads,
                Dataset.INVOICES,
                "s",
                DatasetLoad.Origin.TYPED,
                String.join("|", total.content()),
                "",
                List.of(),
                new DatasetLoad.Counts(2, 0, 0),
                List.of(),
                "ada"),
            List.<DatasetRow>copyOf(total.lines()),
            List.of());
    DatasetLedger datasets = new DatasetLedger(ledger.client);
    datasets.store(draft);
    Instant at = ledger.now().plusMillis(loads);
    datasets.publish(draft.load(), at);
    return at;
  }

  private static JsonNode json(Object answer) {
    return JSON.valueToTree(answer);
  }

  private static JsonNode bridge(YearMonth period, PeriodBasis basis, String currency) {
    JsonNode answer =
        json(
            queries.bridge(
                new BridgeRequest(
                    period, basis, Optional.empty(), Optional.empty(), Optional.empty())));
    for (JsonNode one : answer.path("bridges")) {
      if (one.path("currency").asText().equals(currency)) {
        return one;
      }
    }
    throw new AssertionError("no bridge in " + currency + ": " + answer);
  }

  private static List<String> lines(JsonNode bridge) {
    List<String> lines = new ArrayList<>();
    bridge
        .path("lines")
        .forEach(
            line -> lines.add(line.path("line").asText() + " " + line.path("amount").asText("?")));
    return lines;
  }

  @Test
  void the_bridge_of_a_month_goes_from_its_bills_to_what_its_usage_costs() {
    assertThat(lines(bridge(OCTOBER, PeriodBasis.USAGE, "USD")))
        .containsExactly(
            "payable 12023.250000000000000001",
            "prepaid -12000",
            "amortisation 1000.25",
            "corrections 49.5",
            "currency 0",
            "unexplained -0.5",
            "effective 1072.500000000000000001");
    assertThat(lines(bridge(OCTOBER.plusMonths(1), PeriodBasis.USAGE, "USD")))
        .containsExactly(
            "payable 25",
            "prepaid 0",
            "amortisation 0",
            "corrections -9.5",
            "currency 0",
            "unexplained 0",
            "effective 15.5");
  }

  @Test
  void by_invoice_corrections_cost_the_month_that_bills_them() {
    assertThat(lines(bridge(OCTOBER, PeriodBasis.INVOICE, "USD")))
        .containsExactly(
            "payable 12023.250000000000000001",
            "prepaid -12000",
            "amortisation 1000.25",
            "corrections 0",
            "currency 0",
            "unexplained -0.5",
            "effective 1023.000000000000000001");
  }

  @Test
  void a_charge_without_amortised_cost_makes_the_total_unknown_and_not_smaller() {
    JsonNode euro = bridge(OCTOBER, PeriodBasis.USAGE, "EUR");

    assertThat(lines(euro))
        .containsExactly(
            "payable 10",
            "prepaid 0",
            "amortisation 0",
            "corrections 0",
            "currency 0",
            "unknown ?",
            "unexplained ?",
            "effective ?");
    assertThat(euro.at("/lines/5/charges").asInt()).isEqualTo(1);
    assertThat(euro.path("effectiveKnown").asText()).isEqualTo("7");
  }

  @Test
  void the_parts_of_a_line_tell_used_from_unused_commitment() {
    JsonNode amortisation = bridge(OCTOBER, PeriodBasis.USAGE, "USD").at("/lines/2/parts");

    assertThat(amortisation.findValuesAsText("class"))
        .containsExactly("amortisation_used", "amortisation_unused");
    assertThat(amortisation.findValuesAsText("amount")).containsExactly("900.25", "100");
  }

  @Test
  void each_line_opens_the_charges_that_sum_to_it() {
    for (PeriodBasis basis : PeriodBasis.values()) {
      for (YearMonth period : List.of(OCTOBER, OCTOBER.plusMonths(1))) {
        for (JsonNode line : bridge(period, basis, "USD").path("lines")) {
          JsonNode behind = charges(period, basis, line.path("line").asText(), 100, 0);
          Amount sum = Amount.ZERO;
          for (JsonNode charge : behind.path("rows")) {
            sum = sum.plus(Amount.parse(charge.path("adds").asText()));
          }
          String of = basis + " " + period + " " + line;
          assertThat(sum.toString()).as(of).isEqualTo(line.path("amount").asText());
          if (line.has("charges")) {
            assertThat(behind.path("totalRows").asLong())
                .as(of)
                .isEqualTo(line.path("charges").asLong());
          }
        }
      }
    }
  }

  private static JsonNode charges(
      YearMonth period, PeriodBasis basis, String line, int limit, int offset) {
    return json(
        queries.bridgeCharges(
            new BridgeChargesRequest(
                new BridgeRequest(
                    period, basis, Optional.empty(), Optional.empty(), Optional.empty()),
                BridgeLine.valueOf(line.toUpperCase(java.util.Locale.ROOT)),
                Optional.of("USD"),
                Optional.empty(),
                new LedgerQueries.Page(limit, offset))));
  }

  @Test
  void charges_behind_a_line_come_by_pages_the_largest_first() {
    JsonNode first = charges(OCTOBER, PeriodBasis.USAGE, "payable", 1, 0);
    JsonNode second = charges(OCTOBER, PeriodBasis.USAGE, "payable", 1, 1);

    assertThat(first.at("/rows/0/billedCost").asText()).isEqualTo("12000");
    assertThat(first.at("/rows/0/class").asText()).isEqualTo("prepaid_one_time");
    assertThat(first.at("/rows/0/chargeId").asText()).startsWith("b1:");
    assertThat(second.at("/rows/0/effectiveCost").asText()).isEqualTo("900.25");
  }

  @Test
  void an_account_that_is_not_there_has_no_bridge() {
    BridgeRequest request =
        new BridgeRequest(
            OCTOBER,
            PeriodBasis.USAGE,
            Optional.of("s"),
            Optional.of("no ' such \\ account"),
            Optional.empty());

    assertThat(json(queries.bridge(request)).path("bridges")).isEmpty();
  }

  private static JsonNode invoices(YearMonth period, Optional<Instant> asOf) {
    return json(queries.invoices(new InvoicesRequest(period, Optional.empty(), asOf)));
  }

  private static JsonNode invoice(JsonNode answer, String id, String currency) {
    for (JsonNode one : answer.path("rows")) {
      if (one.path("invoiceId").asText().equals(id)
          && one.path("currency").asText().equals(currency)) {
        return one;
      }
    }
    throw new AssertionError("no invoice " + id + " " + currency + " in " + answer);
  }

  @Test
  void an_invoice_ties_to_the_last_digit_and_each_version_stays_readable() {
    Instant before = ledger.now();
    Instant wrong = type("INV-1", "USD", "12000.999999999999999999", "0");
    Instant right = type("INV-1", "USD", "12001", "1");
    type("INV-9", "USD", "5", "0");

    JsonNode untied = invoice(invoices(OCTOBER, Optional.of(before)), "INV-1", "USD");
    assertThat(untied.path("words").asText()).isEqualTo("not tied to an invoice");
    assertThat(untied.path("total").isNull()).isTrue();
    assertThat(untied.path("difference").isNull()).as("missing is not zero").isTrue();
    assertThat(untied.at("/ledger/billed").asText()).isEqualTo("12001");

    JsonNode differs = invoice(invoices(OCTOBER, Optional.of(wrong)), "INV-1", "USD");
    assertThat(differs.path("status").asText()).isEqualTo("not_tied");
    assertThat(differs.path("difference").asText()).isEqualTo("-0.000000000000000001");

    JsonNode now = invoices(OCTOBER, Optional.of(right));
    assertThat(invoice(now, "INV-1", "USD").path("status").asText()).isEqualTo("tied");
    assertThat(invoice(now, "INV-1", "USD").at("/total/tax").asText()).isEqualTo("1");
    assertThat(invoice(now, "INV-1", "USD").at("/total/recordedBy").asText()).isEqualTo("ada");
    assertThat(invoice(now, "INV-1", "EUR").path("status").asText())
        .as("another currency is another invoice")
        .isEqualTo("no_independent_total");
    assertThat(now.at("/notYetInvoiced").findValuesAsText("billed"))
        .containsExactly("7", "22.250000000000000001");
    assertThat(now.at("/standing/1/words").asText()).isEqualTo("not tied to an invoice");

    JsonNode last = invoices(OCTOBER, Optional.empty());
    assertThat(invoice(last, "INV-9", "USD").path("status").asText())
        .isEqualTo("invoice_without_charges");
    assertThat(last.at("/standing/1/status").asText()).isEqualTo("not_tied");
    assertThat(last.at("/rows/0/invoiceId").asText()).as("what needs a look").isEqualTo("INV-9");
  }

  @Test
  void the_report_holds_bridge_and_invoices_and_hostile_names_do_no_harm() {
    type("=HYPERLINK(\"x\")", "USD", "1", "0");
    type("INV-RAND", "ZAR", "9", "0");
    String csv =
        new String(
            queries
                .reportFile(report(Filter.everything()), AccessScope.EVERYTHING)
                .orElseThrow()
                .content(),
            StandardCharsets.UTF_8);

    assertThat(csv)
        .contains("bridge,USD,prepaid,-12000,1\r\n")
        .contains("bridge,USD,unexplained,-0.5,1\r\n")
        .contains("bridge,USD,effective,1072.500000000000000001,\r\n")
        .contains("bridge,EUR,unknown,,1\r\n")
        .as("an invoice of a currency without a charge")
        .contains("bridge,ZAR,payable,0,0\r\n")
        .contains("month,ZAR,not tied,1 invoice differs from the charges\r\n")
        .contains("invoice,AWS,\"'=HYPERLINK(\"\"x\"\")\",USD,invoice without charges,,1,0,1\r\n")
        .contains("as_of,");
    assertThat(queries.report(report(Filter.everything()), AccessScope.EVERYTHING)).isPresent();
  }

  @Test
  void the_bridge_of_an_account_stands_by_the_invoices_of_that_account() {
    JsonNode other =
        json(
            queries.bridge(
                new BridgeRequest(
                    OCTOBER,
                    PeriodBasis.USAGE,
                    Optional.empty(),
                    Optional.of("nobody"),
                    Optional.empty())));

    assertThat(other.path("bridges")).as("invoices of account a are not its own").isEmpty();
  }

  private static LedgerQueries.ReportRequest report(Filter filter) {
    return new LedgerQueries.ReportRequest(
        "bridge",
        OCTOBER,
        LedgerQueries.Metric.EFFECTIVE,
        filter,
        Optional.empty(),
        Optional.empty(),
        "csv");
  }

  @Test
  void a_lead_gets_no_bridge_and_a_filter_is_refused() {
    assertThatThrownBy(
            () ->
                queries.reportFile(
                    report(Filter.everything()), AccessScope.ofTeams(List.of("search"))))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("a lead may not see it");
    assertThatThrownBy(
            () -> queries.report(report(Filter.parse("team:\"search\"")), AccessScope.EVERYTHING))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("takes no filter");
  }
}
