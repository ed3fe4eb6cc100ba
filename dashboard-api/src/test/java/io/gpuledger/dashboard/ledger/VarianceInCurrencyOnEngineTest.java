package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.currency.BookRates;
import io.gpuledger.cost.currency.CurrencyPair;
import io.gpuledger.cost.currency.ExchangeRate;
import io.gpuledger.cost.currency.ExchangeRateBook;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.LedgerQueries.Metric;
import io.gpuledger.dashboard.http.VarianceQueries.VarianceRequest;
import io.gpuledger.dashboard.query.CurrencyRules;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.dashboard.report.VarianceDocument;
import io.gpuledger.dashboard.report.VarianceReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** December against November, in dollars and euros, on gigabytes that a bill counts. */
@Tag("live")
class VarianceInCurrencyOnEngineTest {
  private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
  private static final YearMonth DECEMBER = YearMonth.of(2026, 12);

  @TempDir static Path directory;
  private static TestLedger ledger;
  private static SqlLedgerQueries queries;
  private static int row = 1000;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(directory);
    egress(11, "vision", "60", "GB", "5.4", "USD");
    egress(11, "search", "40", "GB", "3.6", "USD");
    egress(12, "vision", "100", "GB", "8", "USD");
    egress(12, "search", "50", "GB", "4", "USD");
    egress(11, "vision", "10", "GB", "100", "JPY");
    egress(12, "vision", "20", "GB", "300", "JPY");
    egress(12, "vision", "1", "GB", "6", "GBP");
    ledger.delivery("d3", "append", 2, 7);
    ledger.allocate();
    queries = queries(rules());
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  @Test
  void quantities_of_a_bill_are_divided_as_their_cost_is_and_give_usage_and_rate() {
    VarianceReport report = report(Optional.empty(), AccessScope.EVERYTHING);

    VarianceReport.Parts vision = row(report, "vision", "USD");
    assertThat(vision.usage()).as("5.4 x 40 / 60").isEqualTo("3.6");
    assertThat(vision.rate()).as("8 - 5.4 x 100 / 60").isEqualTo("-1");
    assertThat(vision.other()).isEqualTo("0");
    assertThat(vision.currencyEffect()).isEqualTo("0");
    VarianceReport.Parts search = row(report, "search", "USD");
    assertThat(search.usage()).as("3.6 x 10 / 40").isEqualTo("0.9");
    assertThat(search.rate()).as("4 - 3.6 x 50 / 40").isEqualTo("-0.5");
    assertThat(String.valueOf(report.why().get(2).lines())).contains("SKU egress");
  }

  @Test
  void the_three_lines_say_the_figures_of_the_totals() {
    for (Optional<String> currency : List.of(Optional.<String>empty(), Optional.of("EUR"))) {
      VarianceReport report = report(currency, AccessScope.EVERYTHING);
      assertThat(report.why()).hasSameSizeAs(report.totals());
      for (VarianceReport.Why why : report.why()) {
        VarianceReport.Parts total = total(report, why.currency());
        Amount rest =
            Amount.parse(total.change())
                .minus(Amount.parse(total.usage()))
                .minus(Amount.parse(total.rate()));
        assertThat(why.lines())
            .extracting(line -> line.get("amount"))
            .containsExactly(total.usage(), total.rate(), rest.toString());
      }
    }
  }

  @Test
  void in_another_currency_the_rates_are_a_part_of_their_own() {
    VarianceReport report = report(Optional.of("EUR"), AccessScope.EVERYTHING);

    VarianceReport.Parts vision = row(report, "vision", "EUR");
    assertThat(vision.before()).as("5.4 x 0.90").isEqualTo("4.86");
    assertThat(vision.after()).as("8 x 0.92").isEqualTo("7.36");
    assertThat(vision.currencyEffect()).as("8 x 0.02").isEqualTo("0.16");
    assertThat(vision.usage()).as("3.6 x 0.90").isEqualTo("3.24");
    assertThat(vision.rate()).as("-1 x 0.90").isEqualTo("-0.9");
    VarianceReport.Parts all = total(report, "EUR");
    assertThat(all.currencyEffect()).as("12 x 0.02").isEqualTo("0.24");
    assertThat(Amount.parse(all.change()))
        .isEqualTo(
            List.of(
                    all.usage(),
                    all.rate(),
                    all.mix(),
                    all.commitment(),
                    all.currencyEffect(),
                    all.oneOff(),
                    all.other())
                .stream()
                .map(Amount::parse)
                .reduce(Amount.ZERO, Amount::plus));
  }

  @Test
  void what_lacks_a_rate_in_one_month_stays_as_billed_in_both_and_is_named() {
    VarianceReport report = report(Optional.of("EUR"), AccessScope.EVERYTHING);

    assertThat(total(report, "JPY").change()).isEqualTo("200");
    assertThat(total(report, "GBP").change()).isEqualTo("6");
    Map<String, Object> view = report.view();
    assertThat(String.valueOf(view.get("conversion")))
        .contains("no monthly average rate from JPY to EUR at 2026-11-01")
        .contains("no monthly average rate from GBP to EUR at 2026-11-01")
        .doesNotContain("from GBP to EUR at 2026-12-01")
        .contains("JPY=300");
  }

  @Test
  void a_lead_is_told_of_own_teams_and_the_file_says_by_which_rates() {
    VarianceReport lead = report(Optional.of("EUR"), AccessScope.ofTeams(List.of("vision")));
    assertThat(lead.rows()).extracting(VarianceReport.Row::team).containsOnly("vision");
    assertThat(row(lead, "vision", "EUR").usage()).isEqualTo("3.24");

    String csv = new String(VarianceDocument.of(lead).toCsv(), StandardCharsets.UTF_8);
    assertThat(csv)
        .contains("rate,USD,EUR,monthly-average,2026-11-01,0.9 (test)")
        .contains("rate,USD,EUR,monthly-average,2026-12-01,0.92 (test)");
  }

  @Test
  void without_rates_a_currency_is_refused() {
    assertThatThrownBy(
            () ->
                queries(CurrencyRules.NONE)
                    .variance(request(Optional.of("EUR")), AccessScope.EVERYTHING))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("configure currencies.book and rates first");
  }

  private static VarianceReport.Parts row(VarianceReport report, String team, String currency) {
    return report.rows().stream()
        .filter(of -> of.team().equals(team) && of.currency().equals(currency))
        .findFirst()
        .orElseThrow()
        .parts();
  }

  private static VarianceReport.Parts total(VarianceReport report, String currency) {
    return report.totals().stream()
        .filter(of -> of.currency().equals(currency))
        .findFirst()
        .orElseThrow()
        .parts();
  }

  private static VarianceReport report(Optional<String> currency, AccessScope scope) {
    return queries.variance(request(currency), scope);
  }

  private static VarianceRequest request(Optional<String> currency) {
    return new VarianceRequest(
        DECEMBER,
        NOVEMBER,
        Metric.EFFECTIVE,
        Filter.everything(),
        Optional.empty(),
        currency,
        Optional.empty());
  }

  private static SqlLedgerQueries queries(CurrencyRules rules) {
    return new SqlLedgerQueries(
        new LedgerReader(
            ledger.client,
            () -> RulesInForce.of(TestLedger.RULES),
            LiveFacts.NONE,
            Clock.systemUTC()),
        () -> rules);
  }

  private static CurrencyRules rules() {
    return new CurrencyRules(
        Optional.of("EUR"),
        RatePurpose.MONTHLY_AVERAGE,
        BookRates.of(
            ExchangeRateBook.of(
                List.of(
                    rate("USD", "0.9", "2026-11-01", "2026-12-01"),
                    rate("USD", "0.92", "2026-12-01", "2027-01-01"),
                    rate("GBP", "1.15", "2026-12-01", "2027-01-01")),
                List.of())));
  }

  private static ExchangeRate rate(String of, String perUnit, String from, String to) {
    return new ExchangeRate(
        new CurrencyPair(of, "EUR"),
        RatePurpose.MONTHLY_AVERAGE,
        Amount.parse(perUnit),
        new TimeRange(Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z")),
        "test");
  }

  /** A day's transfer of a team, counted by the bill. */
  private static void egress(
      int month, String team, String quantity, String unit, String cost, String currency) {
    ledger.client.execute(
        "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
            + " billed_cost, effective_cost, contracted_cost, charge_period_start,"
            + " charge_period_end, billing_period_start, billing_period_end, x_accelerator,"
            + " service_name, service_category, charge_category, sku_id, consumed_quantity,"
            + " consumed_unit, tags) SELECT 's', 'd3', {row:UInt64}, 'a', {currency:String},"
            + " toDecimal128({cost:String}, 18), toDecimal128({cost:String}, 18),"
            + " toDecimal128({cost:String}, 18), toDateTime64({day:String}, 6, 'UTC'),"
            + " toDateTime64({day:String}, 6, 'UTC') + toIntervalDay(1),"
            + " toStartOfMonth(toDate({day:String})),"
            + " toStartOfMonth(toDate({day:String})) + toIntervalMonth(1), 'none', 'Transfer',"
            + " 'Networking', 'Usage', 'egress', toDecimal128({quantity:String}, 18),"
            + " {unit:String}, map('team', {team:String})",
        Map.of(
            "row",
            String.valueOf(++row),
            "currency",
            currency,
            "cost",
            cost,
            "day",
            "2026-" + month + "-03",
            "quantity",
            quantity,
            "unit",
            unit,
            "team",
            team));
  }
}
