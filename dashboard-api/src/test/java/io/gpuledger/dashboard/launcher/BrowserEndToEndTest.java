package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.usage.Sample;
import io.gpuledger.ingest.generate.FleetGenerator;
import io.gpuledger.ingest.generate.FleetPlan;
import io.gpuledger.ingest.generate.FocusGenerator;
import io.gpuledger.ingest.generate.FocusPlan;
import io.gpuledger.ingest.generate.FocusShape;
import io.gpuledger.ingest.generate.FocusTruth;
import io.gpuledger.ingest.prometheus.ExpositionWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What readers see, in a real browser over the real product: the figures on the screens are those
 * of the generator. Pictures of every screen are left in {@code target/browser}.
 */
@Tag("live")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BrowserEndToEndTest {
  private static final Path PICTURES = Path.of("target", "browser");
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final String OF_AWS = "source:\"aws\"";
  private static final String TEAM = "team-03";

  /** The rate of the configuration. */
  private static final BigDecimal EURO = new BigDecimal("1.25");

  private Path folder;
  private RunningLedger ledger;
  private Browser browser;
  private FocusTruth october;
  private List<Sample> fleet;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    Assumptions.assumeFalse(Boolean.getBoolean("ui.skip"), "the UI is left out by -Dui.skip");
    folder = temporary;
    Path config = folder.resolve("gpuledger.yaml");
    Files.writeString(
        config,
        """
        ownership:
          - name: workload
            match: 'namespace!:"none"'
            team: '{namespace}'
          - name: tag
            match: 'source!:"none"'
            team: '{tag:team}'
          # Divided by their default rules they would not be the generator's sums by tag.
          - name: taxes and credits stay apart
            match: 'chargeCategory:"Tax","Credit"'
            team: unattributed
        currencies:
          book: USD
          rates:
            - {rate: 1.25 USD/EUR, purpose: monthly-average, from: 2026-10-01, to: 2026-11-01, source: test}
        carbon:
          sites:
            - cluster: hall
              region: oslo
              hostFactor: "1.5"
              pue: "1.25"
              grid: {gramsPerKwh: "200", source: test, date: 2026-03-01}
        prices:
          - provider: AWS
            region: us-east-1
            deviceModel: NVIDIA A100 40GB
            option: on-demand
            price: 2.1234 USD/GPU-hour
        """);
    ledger = RunningLedger.start(folder.resolve("data"), Optional.of(config));
    browser = Browser.start(ledger.url(), PICTURES);
    Path bill = folder.resolve("october.csv");
    october = FocusGenerator.write(FocusPlan.of(11, FocusShape.AWS_1_2, OCTOBER, 1_000), bill);
    assertThat(ledger.importFile("aws", bill).status()).isEqualTo(200);
    fleet = replayFleet();
  }

  @AfterAll
  void stop() {
    if (browser != null) {
      browser.close();
    }
    if (ledger != null) {
      ledger.close();
    }
  }

  @BeforeEach
  void signIn() {
    browser.journey("signIn", Map.of("token", ledger.token(), "role", "admin"));
  }

  /** Two pages of exporters, half a minute and a quarter of a minute old. */
  private List<Sample> replayFleet() throws IOException {
    Instant start = Instant.now().minusSeconds(30).truncatedTo(ChronoUnit.SECONDS);
    FleetGenerator generator = new FleetGenerator(FleetPlan.small(12, start));
    List<Path> pages = new ArrayList<>();
    List<Sample> last = List.of();
    for (int tick = 0; tick < 2; tick++) {
      last = new ArrayList<>();
      for (int node = 0; node < generator.plan().nodes(); node++) {
        last.addAll(generator.samples(node, tick));
      }
      Path page = folder.resolve("page-" + tick + ".prom");
      Files.writeString(page, ExpositionWriter.write(last));
      pages.add(page);
    }
    var answer = ledger.upload("/api/v1/replays?cluster=lab&cadence=15s&at=" + start, pages);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return last;
  }

  private static String shown(Amount amount) {
    return String.format(Locale.ROOT, "%,.2f", amount.displayed(2)).replace('-', '\u2212');
  }

  private static Map<String, String> teams(FocusTruth truth, String currency) {
    Map<String, String> teams = new HashMap<>();
    truth
        .byTeam()
        .forEach(
            (team, costs) ->
                Optional.ofNullable(costs.get(currency))
                    .ifPresent(cost -> teams.put(team, cost.billed().toString())));
    return teams;
  }

  private static Map<String, Object> bill(
      FocusTruth truth, YearMonth month, String filter, String currency) {
    Amount total = truth.byCurrency().get(currency).billed();
    return Map.of(
        "period", month.toString(),
        "filter", filter,
        "metric", "billed",
        "currency", currency,
        "total", total.toString(),
        "shown", shown(total),
        "teams", teams(truth, currency));
  }

  @Test
  void a_wrong_token_is_refused_in_words_and_a_right_one_signs_in() {
    browser.journey("typeTokens", Map.of("wrong", "glt_wrong", "right", ledger.token()));
  }

  @ParameterizedTest
  @CsvSource({"USD", "EUR"})
  void the_overview_says_the_total_of_the_bill_by_every_grouping(String currency) {
    browser.journey("overview", bill(october, OCTOBER, OF_AWS, currency));
  }

  @Test
  void chargeback_closes_and_its_file_holds_the_bill_to_the_last_digit() {
    browser.journey("chargeback", bill(october, OCTOBER, OF_AWS, "USD"));
  }

  @Test
  void a_dropped_file_becomes_visible_and_its_refused_row_stands_with_place_and_text()
      throws IOException {
    YearMonth month = YearMonth.now(ZoneOffset.UTC);
    Path file = folder.resolve("dropped.csv");
    FocusTruth truth =
        FocusGenerator.write(FocusPlan.of(13, FocusShape.AZURE_1_2, month, 300), file);
    List<String> lines = Files.readAllLines(file);
    int field = List.of(lines.get(0).split(",")).indexOf("BilledCost");
    String[] cells = lines.get(lines.size() - 1).split(",", -1);
    cells[field] = "12 bucks";
    String bad = String.join(",", cells);
    Files.writeString(file, String.join("\n", lines) + "\n" + bad + "\n");
    browser.journey(
        "drop",
        Map.of(
            "file",
            file.toString(),
            "name",
            "dropped.csv",
            "source",
            "dropped",
            "accepted",
            truth.rows(),
            "place",
            "dropped.csv:" + (lines.size() + 1) + ":" + (field + 1),
            "field",
            "BilledCost",
            "value",
            "12 bucks"));
    browser.journey("overview", bill(truth, month, "source:\"dropped\"", "USD"));
  }

  @Test
  void a_budget_made_here_alerts_by_itself_and_shows_its_message() throws IOException {
    YearMonth month = YearMonth.now(ZoneOffset.UTC);
    browser.journey(
        "makeBudget",
        Map.of("name", "Lab guard", "filter", "source:\"guarded\"", "limit", "1000.50"));
    Path file = folder.resolve("guarded.csv");
    FocusGenerator.write(FocusPlan.of(14, FocusShape.COREWEAVE_1_2, month, 200), file);
    assertThat(ledger.importFile("guarded", file).status()).isEqualTo(200);
    browser.journey(
        "awaitAlert",
        Map.of(
            "name",
            "Lab guard",
            "says",
            List.of("USD 1,000.50", "Spent of limit", "Can it wait?", "source:\"guarded\"")));
  }

  @Test
  void a_total_that_is_typed_ties_its_invoice_and_the_bridge_opens_its_charges()
      throws IOException {
    YearMonth july = YearMonth.of(2026, 7);
    Path file = folder.resolve("july.csv");
    FocusTruth truth = FocusGenerator.write(FocusPlan.of(15, FocusShape.AWS_1_2, july, 600), file);
    assertThat(ledger.importFile("tied", file).status()).isEqualTo(200);
    Amount billed = truth.byAccount().get("100000000001").billed();
    browser.journey(
        "invoices",
        Map.of(
            "period",
            july.toString(),
            "invoice",
            "INV-2026-07-100000000001",
            "currency",
            "USD",
            "payable",
            billed.toString(),
            "wrong",
            billed.minus(Amount.parse("0.000000000001")).toString()));
  }

  @Test
  void finance_loads_a_bill_and_prepares_its_month_and_another_signs_and_exports_the_journal()
      throws IOException {
    YearMonth may = YearMonth.of(2026, 5);
    Path file = folder.resolve("may.csv");
    FocusGenerator.write(FocusPlan.of(16, FocusShape.AWS_1_2, may, 300), file);
    String secret =
        ledger
            .post("/api/v1/tokens", "{\"role\":\"finance\",\"name\":\"iris\"}")
            .json()
            .path("secret")
            .asText();
    browser.journey("signIn", Map.of("token", secret, "role", "finance"));
    browser.journey(
        "load", Map.of("file", file.toString(), "name", "may.csv", "source", "closing"));
    browser.journey(
        "prepareClose", Map.of("name", "FY2026-P05", "note", "the invoice comes on the 12th"));
    browser.journey("signIn", Map.of("token", ledger.token(), "role", "admin"));
    browser.journey("signClose", Map.of("name", "FY2026-P05"));
  }

  @Test
  void amounts_are_converted_and_those_without_a_rate_are_named() throws IOException {
    YearMonth september = OCTOBER.minusMonths(1);
    Path file = folder.resolve("september.csv");
    FocusTruth truth =
        FocusGenerator.write(FocusPlan.of(17, FocusShape.AWS_1_2, september, 300), file);
    assertThat(ledger.importFile("aws", file).status()).isEqualTo(200);
    Amount euros = october.byCurrency().get("EUR").billed();
    Amount converted =
        october
            .byCurrency()
            .get("USD")
            .billed()
            .plus(Amount.of(euros.toBigDecimal().multiply(EURO).stripTrailingZeros()));
    browser.journey(
        "convert",
        Map.of(
            "filter",
            OF_AWS,
            "into",
            "USD",
            "converted",
            converted.toString(),
            "shown",
            shown(converted),
            "without",
            Map.of(
                "period",
                september.toString(),
                "total",
                truth.byCurrency().get("USD").billed().toString(),
                "left",
                "EUR")));
  }

  @Test
  void a_variance_leads_from_one_bill_to_the_next() throws IOException {
    YearMonth march = YearMonth.of(2026, 3);
    Amount change = Amount.parse("0");
    for (int month = 0; month < 2; month++) {
      Path file = folder.resolve("vary-" + month + ".csv");
      FocusTruth truth =
          FocusGenerator.write(
              FocusPlan.of(18, FocusShape.AWS_1_2, march.plusMonths(month), 300 + 100 * month),
              file);
      assertThat(ledger.importFile("vary", file).status()).isEqualTo(200);
      Amount billed = truth.byCurrency().get("USD").billed();
      change = month == 0 ? change.minus(billed) : change.plus(billed);
    }
    browser.journey(
        "variance",
        Map.of(
            "period",
            march.plusMonths(1).toString(),
            "filter",
            "source:\"vary\"",
            "currency",
            "USD",
            "change",
            change.toString()));
  }

  @Test
  void a_configured_price_stands_in_the_place_of_a_published_one() {
    browser.journey("prices", Map.of("provider", "A100", "price", "2.1234"));
  }

  @Test
  void gpus_stand_with_their_state_and_holder() {
    long devices = fleet.stream().map(Sample::device).distinct().count();
    Sample held =
        fleet.stream().filter(sample -> !sample.holders().isEmpty()).findFirst().orElseThrow();
    browser.journey(
        "gpus",
        Map.of(
            "cluster",
            "lab",
            "devices",
            devices,
            "holder",
            held.holders().get(0).workload(),
            "uuid",
            held.device().uuid()));
  }

  /** A GPU draws 240 W for the first minute of two: 4 Wh, of which the site makes 1.5 g. */
  @Test
  void measured_energy_stands_with_the_carbon_of_its_site() throws IOException {
    Instant start = Instant.now().minusSeconds(180).truncatedTo(ChronoUnit.MINUTES);
    List<Path> pages = new ArrayList<>();
    for (int scrape = 0; scrape < 9; scrape++) {
      pages.add(
          Files.writeString(
              folder.resolve("hall-" + scrape + ".prom"),
              """
              DCGM_FI_DEV_GPU_UTIL{gpu="0",UUID="GPU-hall",modelName="NVIDIA H100 80GB HBM3",Hostname="h1"} 50
              DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="GPU-hall",modelName="NVIDIA H100 80GB HBM3",Hostname="h1"} %d
              """
                  .formatted(3_600_000L * Math.min(scrape, 4))));
    }
    var answer = ledger.upload("/api/v1/replays?cluster=hall&cadence=15s&at=" + start, pages);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    ledger.await(
        "/api/v1/unit-costs",
        Map.of(
            "measure",
            "carbon",
            "groupBy",
            "cluster",
            "start",
            start.truncatedTo(ChronoUnit.DAYS).toString(),
            "end",
            start.truncatedTo(ChronoUnit.DAYS).plus(2, ChronoUnit.DAYS).toString()),
        read -> read.toString().contains("0.004"));
    browser.journey("energy", Map.of("cluster", "hall", "kwh", "0.004", "kilograms", "0.0015"));
  }

  @Test
  void a_dispute_goes_from_the_lead_over_finance_to_the_correction_on_the_next_statement()
      throws IOException {
    YearMonth month = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
    FocusTruth last = own(month);
    FocusTruth now = own(month.plusMonths(1));
    String reason = "This job was of the other team.";
    String secret =
        ledger
            .post("/api/v1/tokens", "{\"role\":\"lead\",\"teams\":[\"own-1\"]}")
            .json()
            .path("secret")
            .asText();
    browser.journey("signIn", Map.of("token", secret, "role", "lead"));
    browser.journey(
        "dispute",
        Map.of(
            "period",
            month.toString(),
            "team",
            "own-1",
            "total",
            effective(last, "own-1"),
            "reason",
            reason));
    browser.journey("signIn", Map.of("token", ledger.token(), "role", "admin"));
    browser.journey(
        "grantDispute",
        Map.of(
            "period",
            month.toString(),
            "team",
            "own-1",
            "reason",
            reason,
            "bearer",
            "own-2",
            "next",
            month.plusMonths(1).toString(),
            "nextTotals",
            Map.of("own-1", effective(now, "own-1"), "own-2", effective(now, "own-2"))));
  }

  @Test
  void the_tour_leads_over_five_screens_and_shows_what_it_speaks_of() throws IOException {
    YearMonth month = YearMonth.now(ZoneOffset.UTC).minusMonths(1);
    FocusTruth last = own(month);
    // The month that the demo closes; here it stands open.
    own(month.minusMonths(1));
    browser.journey("tour", Map.of("team", "own-1", "total", effective(last, "own-1")));
  }

  /** A month's bill of teams that no other bill has. */
  private FocusTruth own(YearMonth month) throws IOException {
    List<String> own = List.of("own-1", "own-2");
    Path file = folder.resolve("own-" + month + ".csv");
    FocusTruth truth =
        FocusGenerator.write(
            new FocusPlan(
                19,
                FocusShape.AWS_1_2,
                month,
                200,
                List.of(new FocusPlan.Account("100000000019", "USD")),
                own,
                FocusPlan.nodes(19, FocusShape.AWS_1_2, own, 4),
                0),
            file);
    assertThat(ledger.importFile("own", file).status()).isEqualTo(200);
    return truth;
  }

  private static String effective(FocusTruth truth, String team) {
    return truth.byTeam().get(team).get("USD").effective().toString();
  }

  @Test
  void screens_are_reached_by_keys_alone() {
    browser.journey("keyboard", Map.of());
  }

  @Test
  void a_lead_sees_the_own_team_alone_and_is_told_so() {
    String secret =
        ledger
            .post("/api/v1/tokens", "{\"role\":\"lead\",\"teams\":[\"" + TEAM + "\"]}")
            .json()
            .path("secret")
            .asText();
    browser.journey("signIn", Map.of("token", secret, "role", "lead"));
    browser.journey(
        "lead",
        Map.of(
            "period",
            OCTOBER.toString(),
            "team",
            TEAM,
            "currency",
            "USD",
            "shown",
            shown(october.byTeam().get(TEAM).get("USD").billed())));
  }

  @Test
  void a_server_that_is_gone_is_said_in_words() {
    browser.journey("deadServer", Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "overview, overview?period=2026-10",
    "overview-state, overview?period=2026-10&groupBy=state&compare=previous",
    "overview-fleet, overview?period=this-month&select=fleet",
    "overview-filtered, overview?period=2026-10&filter=provider%3A%22AWS%22",
    "gpus, gpus",
    "chargeback, chargeback?period=2026-10",
    "invoices, invoices?period=2026-10",
    "invoices-charges, invoices?period=2026-10&select=USD%3Aamortisation",
    "close, close?select=FY2026-P10",
    "budgets, budgets",
    "alerts, alerts",
    "data-sources, data",
    "data-deliveries, data?select=deliveries",
    "data-rejects, data?select=rejects",
    "overview-converted, overview?period=2026-10&into=USD",
    "chargeback-converted, chargeback?period=2026-10&into=USD",
    "variance, variance?period=2026-10",
    "variance-year, variance?period=2026-10&select=year",
    "commitments, commitments",
    "data-prices, data?select=prices",
    "data-ownership, data?select=ownership",
    "data-reconciliation, data?select=reconciliation&period=2026-10",
  })
  void a_screen_is_quiet_accessible_and_fits(String name, String hash) {
    browser.journey("look", Map.of("name", name, "hash", hash));
  }
}
