package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.currency.BookRates;
import io.gpuledger.cost.currency.CurrencyPair;
import io.gpuledger.cost.currency.ExchangeRate;
import io.gpuledger.cost.currency.ExchangeRateBook;
import io.gpuledger.cost.currency.RateDerivation;
import io.gpuledger.cost.currency.RatePurpose;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.http.LedgerQueries.Granularity;
import io.gpuledger.dashboard.http.LedgerQueries.Metric;
import io.gpuledger.dashboard.query.CostView;
import io.gpuledger.dashboard.query.CurrencyRules;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.dashboard.report.ChargebackReport;
import io.gpuledger.dashboard.report.StatementReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * October of {@link TestLedger} in EUR: USD at 0.9 until the 4th and at 0.91234567 after, GBP
 * through USD, and JPY without any rate.
 */
@Tag("live")
class CurrenciesOnEngineTest {
  private static final TimeRange OCTOBER = range("2026-10-01", "2026-11-01");
  private static final ExchangeRateBook RATES =
      ExchangeRateBook.of(
          List.of(
              rate("USD", "EUR", "0.9", "2026-10-01", "2026-10-05"),
              rate("USD", "EUR", "0.91234567", "2026-10-05", "2026-11-01"),
              rate("GBP", "USD", "1.3", "2026-10-01", "2026-11-01")),
          List.of(new RateDerivation.Cross(new CurrencyPair("GBP", "EUR"), "USD")));

  @TempDir static Path directory;
  private static TestLedger ledger;
  private static LedgerReader reader;
  private static SqlLedgerQueries queries;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(directory);
    String hour = "2026-10-07 00:00:00";
    ledger.charge("d2", hour, "2026-10-07 01:00:00", "1000", "JPY", "search", "Compute");
    ledger.charge("d2", hour, "2026-10-07 01:00:00", "10", "GBP", "vision", "Compute");
    ledger.delivery("d2", "append", 2, 2);
    ledger.deviceHour("g0", "productive", "pod:ml/train");
    ledger.checkpoint();
    ledger.machineHour("d3", "30", 1);
    ledger.delivery("d3", "append", 3, 1);
    ledger.allocate();
    reader =
        new LedgerReader(
            ledger.client,
            () -> RulesInForce.of(TestLedger.RULES),
            LiveFacts.NONE,
            Clock.systemUTC());
    queries = queries(RATES);
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  private static SqlLedgerQueries queries(ExchangeRateBook rates) {
    CurrencyRules rules =
        new CurrencyRules(Optional.of("EUR"), RatePurpose.MONTHLY_AVERAGE, BookRates.of(rates));
    return new SqlLedgerQueries(reader, () -> rules);
  }

  private static ExchangeRate rate(String of, String in, String rate, String from, String to) {
    return new ExchangeRate(
        new CurrencyPair(of, in),
        RatePurpose.MONTHLY_AVERAGE,
        Amount.parse(rate),
        range(from, to),
        "test");
  }

  private static TimeRange range(String from, String to) {
    return new TimeRange(Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z"));
  }

  private static LedgerQueries.CostsRequest request(
      String groupBy, Granularity granularity, Optional<RatePurpose> purpose, int limit) {
    List<GroupKey> keys = new ArrayList<>();
    for (String key : groupBy.isEmpty() ? List.<String>of() : List.of(groupBy.split(","))) {
      keys.add(GroupKey.parse(key).orElseThrow());
    }
    return new LedgerQueries.CostsRequest(
        OCTOBER,
        keys,
        granularity,
        Metric.EFFECTIVE,
        LedgerQueries.PeriodBasis.USAGE,
        true,
        true,
        true,
        Filter.everything(),
        Optional.empty(),
        Optional.of("EUR"),
        limit,
        purpose);
  }

  private static CostView costs(String groupBy, Granularity granularity, int limit) {
    return (CostView)
        queries.costs(
            request(groupBy, granularity, Optional.empty(), limit), AccessScope.EVERYTHING);
  }

  private static List<String> shown(CostView view) {
    return view.rows().stream()
        .map(
            row ->
                (row.period() + " " + String.join(",", row.group().values())).strip()
                    + " "
                    + row.currency()
                    + " "
                    + row.amount())
        .toList();
  }

  @Test
  void each_team_has_one_amount_in_the_currency_and_what_has_no_rate_stays_in_its_own() {
    CostView view = costs("team", Granularity.NONE, 100);

    // vision: 19.5 x 0.9 + 10 x 1.3 x 0.91234567; search: 4 x 0.9 - 1.25 x 0.91234567 + 7.
    assertThat(shown(view))
        .containsExactly(
            "search JPY 1000",
            "vision EUR 29.41049371",
            "unattributed EUR 27.370370100000000001",
            "search EUR 9.4595679125");
    assertThat(view.total()).isEqualTo("66.240431722500000001");
    assertThat(view.totals()).isEqualTo(Map.of("EUR", "66.240431722500000001", "JPY", "1000"));
    assertThat(view.others()).isEqualTo(Map.of("EUR", "0", "JPY", "0"));
  }

  @Test
  void the_answer_names_its_rates_and_what_is_missing() {
    Map<String, Object> conversion = costs("", Granularity.NONE, 1).conversion();

    assertThat(conversion).isNotNull();
    assertThat(conversion)
        .containsEntry("currency", "EUR")
        .containsEntry("purpose", "monthly-average")
        .containsEntry("unconverted", Map.of("JPY", "1000"))
        .containsEntry(
            "missing",
            List.of(
                "no monthly average rate from JPY to EUR at 2026-10-05T00:00:00Z;"
                    + " add it to the currencies"));
    assertThat((List<?>) conversion.get("rates"))
        .extracting(
            rate ->
                ((Map<?, ?>) rate).get("from")
                    + " "
                    + ((Map<?, ?>) rate).get("firstDay")
                    + " "
                    + ((Map<?, ?>) rate).get("rate"))
        .containsExactlyInAnyOrder(
            "USD 2026-10-01 0.9 (test)",
            "USD 2026-10-05 0.91234567 (test)",
            "GBP 2026-10-05 1.3 (test) x 0.91234567 (test)");
  }

  @Test
  void the_rest_of_a_limited_answer_closes_the_total_of_each_currency() {
    CostView view = costs("team", Granularity.NONE, 2);

    // The group of search comes whole, with both of its currencies.
    assertThat(view.rows()).extracting(CostView.Row::currency).contains("EUR", "JPY");
    assertClosed(view);
  }

  @Test
  void rows_sum_exactly_whatever_they_are_grouped_by() {
    ExchangeRateBook thirds =
        ExchangeRateBook.of(
            List.of(
                rate("USD", "EUR", "0.333333333333333333", "2026-10-01", "2026-10-03"),
                rate("USD", "EUR", "0.000000000000000007", "2026-10-03", "2026-11-01"),
                rate("JPY", "EUR", "0.006172839506172839", "2026-10-01", "2026-11-01")),
            List.of());
    String total = "";
    for (String groupBy : List.of("", "team", "service,team", "resource", "currency")) {
      for (Granularity granularity : Granularity.values()) {
        for (int limit : new int[] {1, 100}) {
          CostView view =
              (CostView)
                  queries(thirds)
                      .costs(
                          request(groupBy, granularity, Optional.empty(), limit),
                          AccessScope.EVERYTHING);
          assertClosed(view);
          assertThat(total.isEmpty() ? view.total() : total).isEqualTo(view.total());
          total = String.valueOf(view.total());
        }
      }
    }
  }

  private static void assertClosed(CostView view) {
    view.totals()
        .forEach(
            (currency, total) -> {
              Amount sum = Amount.parse(view.others().getOrDefault(currency, "0"));
              for (CostView.Row row : view.rows()) {
                if (row.currency().equals(currency)) {
                  sum = sum.plus(Amount.parse(row.amount()));
                  assertThat(
                          Amount.parse(row.basis().getOrDefault("from_bill", ""))
                              .plus(Amount.parse(row.basis().getOrDefault("estimated", ""))))
                      .isEqualTo(Amount.parse(row.amount()));
                }
              }
              assertThat(sum.toString()).isEqualTo(total);
            });
  }

  @Test
  void a_rate_of_another_purpose_is_never_used() {
    CostView view =
        (CostView)
            queries.costs(
                request("", Granularity.NONE, Optional.of(RatePurpose.BUDGET), 10),
                AccessScope.EVERYTHING);

    assertThat(view.totals())
        .isEqualTo(Map.of("EUR", "7", "USD", "52.250000000000000001", "JPY", "1000", "GBP", "10"));
    assertThat(view.total()).isEqualTo("7");
  }

  @Test
  void a_lead_sees_own_teams_converted_and_no_amount_of_others() {
    CostView view =
        (CostView)
            queries.costs(
                request("team", Granularity.NONE, Optional.empty(), 10),
                AccessScope.ofTeams(List.of("vision")));

    assertThat(shown(view)).containsExactly("vision EUR 29.41049371");
    assertThat(view.conversion()).containsEntry("unconverted", Map.of());
  }

  @Test
  void without_a_currency_of_own_books_the_currency_picks_and_a_purpose_is_refused() {
    SqlLedgerQueries plain = new SqlLedgerQueries(reader);

    CostView view =
        (CostView)
            plain.costs(
                request("team", Granularity.NONE, Optional.empty(), 10), AccessScope.EVERYTHING);
    assertThat(shown(view)).containsExactly("search EUR 7");
    assertThat(view.conversion()).isNull();
    assertThatThrownBy(
            () ->
                plain.costs(
                    request("", Granularity.NONE, Optional.of(RatePurpose.BUDGET), 10),
                    AccessScope.EVERYTHING))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("configure currencies.book");
  }

  @Test
  void charges_keep_their_currency_and_their_total_is_told_in_the_other() {
    Map<?, ?> answer =
        (Map<?, ?>)
            queries.charges(
                new LedgerQueries.ChargesRequest(
                    OCTOBER,
                    Metric.EFFECTIVE,
                    Filter.everything(),
                    Optional.empty(),
                    Optional.of("EUR"),
                    new LedgerQueries.Page(100, 0)),
                AccessScope.EVERYTHING);

    assertThat(answer.get("totalRows")).isEqualTo(9L);
    Map<?, ?> conversion = (Map<?, ?>) answer.get("conversion");
    assertThat(conversion.get("total")).isEqualTo("66.240431722500000001");
    assertThat(conversion.get("unconverted")).isEqualTo(Map.of("JPY", "1000"));
  }

  @Test
  void an_hour_of_a_gpu_has_its_price_in_the_currency() {
    Map<?, ?> answer =
        (Map<?, ?>)
            queries.unitCosts(
                new LedgerQueries.UnitCostsRequest(
                    OCTOBER,
                    List.of(GroupKey.of(GroupKey.Name.DEVICE_MODEL)),
                    Metric.EFFECTIVE,
                    Filter.everything(),
                    Optional.empty(),
                    Optional.of("EUR"),
                    10),
                AccessScope.EVERYTHING);

    Map<?, ?> row = (Map<?, ?>) ((List<?>) answer.get("rows")).get(0);
    assertThat(row.get("currency")).isEqualTo("EUR");
    assertThat(row.get("amount")).isEqualTo("27.3703701");
    assertThat(((Map<?, ?>) row.get("perGpuHour")).get("paid")).isEqualTo("27.370370");
    assertThat(answer.get("conversion")).isNotNull();
  }

  private static LedgerQueries.ReportRequest report(String kind) {
    return new LedgerQueries.ReportRequest(
        kind,
        YearMonth.of(2026, 10),
        Metric.EFFECTIVE,
        Filter.everything(),
        Optional.empty(),
        Optional.empty(),
        "json",
        Optional.of("EUR"),
        Optional.empty());
  }

  @Test
  void a_statement_converts_by_the_rate_of_the_first_day_and_its_proof_stays_as_billed() {
    ChargebackReport report =
        (ChargebackReport)
            queries.report(report("chargeback"), AccessScope.EVERYTHING).orElseThrow();

    Map<String, String> total = Map.of("EUR", "65.725000000000000001", "JPY", "1000");
    Map<String, Amount> rows = new TreeMap<>();
    report
        .rows()
        .forEach(
            row ->
                rows.merge(
                    row.currency(), Amount.parse(String.valueOf(row.effective())), Amount::plus));
    assertThat(rows)
        .isEqualTo(
            Map.of("EUR", Amount.parse("65.725000000000000001"), "JPY", Amount.parse("1000")));
    StatementReport statement = Objects.requireNonNull(report.statement());
    assertThat(statement.totals()).isEqualTo(total);
    assertThat(report.proof())
        .extracting(ChargebackReport.Proof::currency)
        .contains("USD", "GBP", "JPY", "EUR");
    assertThat(report.proof()).allMatch(proof -> proof.difference().equals("0"));
    String csv =
        new String(
            queries
                .reportFile(report("chargeback"), AccessScope.EVERYTHING)
                .orElseThrow()
                .content(),
            StandardCharsets.UTF_8);
    assertThat(csv)
        .contains("rate,USD,EUR,monthly-average,2026-10-01,0.9 (test)")
        .contains("unconverted,JPY,,,,1000");
  }

  @Test
  void one_bridge_of_all_that_convert_stands_beside_those_of_each_currency() {
    Map<?, ?> answer =
        (Map<?, ?>) queries.report(report("bridge"), AccessScope.EVERYTHING).orElseThrow();

    assertThat((List<?>) answer.get("bridges")).hasSize(4);
    Map<?, ?> converted = (Map<?, ?>) answer.get("converted");
    Map<String, String> lines = new TreeMap<>();
    for (Object line : (List<?>) converted.get("lines")) {
      lines.put(
          String.valueOf(((Map<?, ?>) line).get("line")),
          String.valueOf(((Map<?, ?>) line).get("amount")));
    }
    assertThat(lines)
        .containsEntry("payable", "65.725000000000000001")
        .containsEntry("unexplained", "0")
        .containsEntry("effective", "65.725000000000000001");
    assertThat(((Map<?, ?>) answer.get("conversion")).get("unconverted"))
        .isEqualTo(Map.of("JPY", "1000"));
  }

  @Test
  void a_report_that_converts_nothing_takes_no_currency() {
    assertThatThrownBy(() -> queries.report(report("commitments"), AccessScope.EVERYTHING))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("converts nothing");
    assertThatThrownBy(
            () -> new SqlLedgerQueries(reader).report(report("chargeback"), AccessScope.EVERYTHING))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("configure currencies.book");
  }
}
