package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.LedgerQueries.Metric;
import io.gpuledger.dashboard.http.VarianceQueries.VarianceRequest;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.dashboard.report.VarianceDocument;
import io.gpuledger.dashboard.report.VarianceReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("live")
class VarianceOnEngineTest {
  private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
  private static final YearMonth SEPTEMBER = YearMonth.of(2026, 9);

  @TempDir static Path directory;
  private static TestLedger ledger;
  private static SqlLedgerQueries queries;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(directory);
    for (int i = 0; i < 4; i++) {
      ledger.deviceHour("g" + i, "active", "pod:ml/train");
    }
    ledger.checkpoint();
    ledger.machineHour("d2", "12", 4);
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
  void a_month_that_had_nothing_before_it_came_in_whole_and_credits_are_one_off() {
    VarianceReport report = report(OCTOBER, SEPTEMBER, "", AccessScope.EVERYTHING);

    VarianceReport.Parts usd = total(report, "USD");
    assertThat(usd.before()).isEqualTo("0");
    assertThat(usd.after()).isEqualTo("34.250000000000000001");
    assertThat(usd.oneOff()).isEqualTo("-1.25");
    assertThat(usd.other()).isEqualTo("35.500000000000000001");
    assertThat(usd.usage()).isEqualTo("0");
    assertThat(total(report, "EUR").change()).isEqualTo("7");
    assertThat(report.rows()).extracting(VarianceReport.Row::gpuHoursAfter).contains("4.000");
    assertThat(report.why()).hasSize(2);
  }

  @Test
  void rows_are_the_largest_change_first_and_each_sums_to_its_change() {
    VarianceReport report = report(SEPTEMBER, OCTOBER, "", AccessScope.EVERYTHING);

    assertThat(report.rows().get(1).parts().change()).isEqualTo("-12");
    for (VarianceReport.Row row : report.rows()) {
      VarianceReport.Parts of = row.parts();
      Amount parts =
          List.of(
                  of.usage(),
                  of.rate(),
                  of.mix(),
                  of.commitment(),
                  of.currencyEffect(),
                  of.oneOff(),
                  of.other())
              .stream()
              .map(Amount::parse)
              .reduce(Amount.ZERO, Amount::plus);
      assertThat(parts).isEqualTo(Amount.parse(of.change()));
    }
  }

  @Test
  void a_lead_is_shown_own_teams_only_and_a_filter_narrows_the_rest() {
    VarianceReport lead = report(OCTOBER, SEPTEMBER, "", AccessScope.ofTeams(List.of("vision")));
    assertThat(lead.rows()).extracting(VarianceReport.Row::team).containsOnly("vision");
    assertThat(total(lead, "USD").after()).isEqualTo("19.5");
    assertThat(String.valueOf(lead.why())).doesNotContain("search");

    VarianceReport filtered =
        report(OCTOBER, SEPTEMBER, "service:\"Storage\"", AccessScope.EVERYTHING);
    assertThat(total(filtered, "USD").after()).isEqualTo("9");
  }

  @Test
  void the_file_has_rows_totals_and_three_lines_that_sum() {
    String csv =
        new String(
            VarianceDocument.of(report(OCTOBER, SEPTEMBER, "", AccessScope.EVERYTHING)).toCsv(),
            StandardCharsets.UTF_8);
    assertThat(csv)
        .startsWith("team,provider,service,currency,before,after,change,usage,rate,mix,")
        .contains("\r\n\r\ntotal,,,EUR,0,7,7,0,0,0,0,0,0,7\r\n")
        .contains("why total,USD,change,,34.250000000000000001\r\n")
        .contains("against,2026-09\r\n");
  }

  private static VarianceReport.Parts total(VarianceReport report, String currency) {
    return report.totals().stream()
        .filter(total -> total.currency().equals(currency))
        .findFirst()
        .orElseThrow()
        .parts();
  }

  private static VarianceReport report(
      YearMonth period, YearMonth against, String filter, AccessScope scope) {
    return queries.variance(
        new VarianceRequest(
            period,
            against,
            Metric.EFFECTIVE,
            filter.isEmpty() ? Filter.everything() : Filter.parse(filter),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        scope);
  }
}
