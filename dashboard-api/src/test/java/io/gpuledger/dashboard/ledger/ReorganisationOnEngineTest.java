package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gpuledger.cost.allocation.OwnershipRule;
import io.gpuledger.cost.allocation.OwnershipRules;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.close.BookCurrencies;
import io.gpuledger.dashboard.close.BookSettings;
import io.gpuledger.dashboard.close.CloseService;
import io.gpuledger.dashboard.close.CloseStore;
import io.gpuledger.dashboard.close.GrantedDisputes;
import io.gpuledger.dashboard.config.CloseConfig;
import io.gpuledger.dashboard.http.JsonOf;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * October is closed, then team vision becomes team perception: from November on, or for all time.
 */
@Tag("live")
class ReorganisationOnEngineTest {
  private static final String OCTOBER = "FY2026-P10";
  private static final String NOVEMBER = "FY2026-P11";

  @TempDir Path folder;
  private final TestClock clock = new TestClock(Instant.parse("2026-12-05T09:00:00Z"));
  private TestLedger ledger;
  private StateStore state;
  private SqlLedgerQueries queries;
  private CloseService service;

  @BeforeEach
  void open() throws Exception {
    Files.createDirectories(folder.resolve("engine"));
    ledger = new TestLedger(folder.resolve("engine"));
    state = StateStore.open(folder.resolve("state.db"));
    LedgerReader reader =
        new LedgerReader(
            ledger.client, () -> RulesInForce.of(TestLedger.RULES), LiveFacts.NONE, clock);
    queries = new SqlLedgerQueries(reader);
    service =
        new CloseService(
            new CloseStore(state),
            new SqlCloseLedger(reader),
            new BookSettings(() -> CloseConfig.DEFAULT, () -> List.of("s")),
            BookCurrencies.NONE,
            GrantedDisputes.NONE,
            clock);
  }

  @AfterEach
  void close() {
    state.close();
    ledger.close();
  }

  /** Vision's machines become those of perception from an instant on. */
  private static OwnershipRules reorganised(Instant from) {
    return OwnershipRules.of(
        List.of(
            new OwnershipRule(
                "reorganisation",
                Filter.parse("tag:team:\"vision\""),
                "perception",
                "",
                "",
                "",
                from,
                Instant.MAX),
            new OwnershipRule(
                "tag", Filter.everything(), "{tag:team}", "", "", "", Instant.MIN, Instant.MAX)));
  }

  /** A day of vision over the border of the months, and one within November. */
  private void november() {
    for (String[] charge :
        new String[][] {
          {"901", "2026-10-31 12:00:00", "2026-11-01 12:00:00", "8"},
          {"902", "2026-11-02 00:00:00", "2026-11-03 00:00:00", "5"}
        }) {
      ledger.client.execute(
          "INSERT INTO charges (source, delivery_id, row_no, billing_account_id, billing_currency,"
              + " billed_cost, effective_cost, contracted_cost, charge_period_start,"
              + " charge_period_end, billing_period_start, billing_period_end, x_accelerator,"
              + " service_name, charge_category, tags) SELECT 's', 'n1', {row:UInt64}, 'a', 'USD',"
              + " toDecimal128({cost:String}, 18), toDecimal128({cost:String}, 18),"
              + " toDecimal128({cost:String}, 18), {start:DateTime64(6, 'UTC')},"
              + " {end:DateTime64(6, 'UTC')}, '2026-11-01', '2026-12-01', 'none', 'Compute',"
              + " 'Usage', map('team', 'vision')",
          Map.of("row", charge[0], "start", charge[1], "end", charge[2], "cost", charge[3]));
    }
    ledger.client.execute(
        "INSERT INTO deliveries (delivery_id, source, scope_kind, scope_account, scope_start,"
            + " scope_end, delivery_kind, sequence, rows_read, rows_accepted, recorded_at) SELECT"
            + " 'n1', 's', 'account-month', 'a', '2026-11-01', '2026-12-01', 'overwrite', 1, 2, 2,"
            + " toDateTime64({at:Int64}, 6, 'UTC')",
        Map.of("at", String.valueOf(ledger.now().getEpochSecond())));
  }

  private JsonNode detail(String period, Optional<Instant> asOf) {
    return JsonOf.value(service.detail(period, asOf).orElseThrow());
  }

  private Instant closeOctober() {
    assertThat(service.prepare(OCTOBER, "fin", Map.of("invoices", "the invoice comes on the 12th")))
        .isPresent();
    assertThat(service.signOff(OCTOBER, "ada", Optional.empty())).isPresent();
    return Instant.parse(detail(OCTOBER, Optional.empty()).path("signOff").path("asOf").asText());
  }

  private LedgerQueries.ReportRequest report(YearMonth period, Optional<Instant> asOf) {
    return new LedgerQueries.ReportRequest(
        "chargeback",
        period,
        LedgerQueries.Metric.EFFECTIVE,
        Filter.everything(),
        asOf,
        Optional.empty(),
        "csv");
  }

  private String statement(Optional<Instant> asOf) {
    return new String(
        queries
            .reportFile(report(YearMonth.of(2026, 10), asOf), AccessScope.EVERYTHING)
            .orElseThrow()
            .content(),
        StandardCharsets.UTF_8);
  }

  /** What teams bear of a month in USD. */
  private List<String> teams(YearMonth period) {
    List<String> teams = new ArrayList<>();
    JsonOf.value(
            queries.report(report(period, Optional.empty()), AccessScope.EVERYTHING).orElseThrow())
        .path("statement")
        .path("lines")
        .forEach(
            line -> {
              if (line.path("currency").asText().equals("USD")) {
                teams.add(line.path("team").asText() + " " + line.path("amount").asText());
              }
            });
    return teams;
  }

  private static List<String> lines(JsonNode rows, String metric, String amount) {
    List<String> lines = new ArrayList<>();
    for (JsonNode row : rows) {
      if (row.path("metric").asText().equals(metric)) {
        lines.add(
            row.path("team").asText()
                + " "
                + row.path("service").asText()
                + " "
                + row.path(amount).asText());
      }
    }
    return lines;
  }

  @Test
  void a_reorganisation_with_a_date_keeps_the_closed_month_and_divides_the_next() {
    Instant signedAsOf = closeOctober();
    JsonNode closed = detail(OCTOBER, Optional.empty());
    String signedStatement = statement(Optional.of(signedAsOf));

    ledger.allocate(reorganised(Instant.parse("2026-11-01T00:00:00Z")));
    assertThat(statement(Optional.of(signedAsOf))).isEqualTo(signedStatement);
    JsonNode after = detail(OCTOBER, Optional.empty());
    assertThat(after.path("signed")).isEqualTo(closed.path("signed"));
    for (String part : List.of("totals", "byTeam", "bridge")) {
      assertThat(after.path("figures").path(part))
          .as(part + " as known now")
          .isEqualTo(closed.path("signed").path(part));
    }
    assertThat(after.path("changes").path("rows")).isEmpty();
    assertThat(detail(NOVEMBER, Optional.empty()).path("corrections").path("rows")).isEmpty();

    november();
    ledger.allocate(reorganised(Instant.parse("2026-11-01T00:00:00Z")));

    // November's bill: 5, and half of the 8 that began on 31 October; the other half is of a day
    // that was still vision's.
    assertThat(teams(YearMonth.of(2026, 11)))
        .as("November by the new tree")
        .containsExactly("perception 9", "vision 4");
    assertThat(statement(Optional.of(signedAsOf))).isEqualTo(signedStatement);
    assertThat(detail(OCTOBER, Optional.empty()).path("signed")).isEqualTo(closed.path("signed"));
  }

  @Test
  void a_rule_for_all_time_makes_a_new_run_and_corrections_in_the_open_month() {
    Instant signedAsOf = closeOctober();
    JsonNode closed = detail(OCTOBER, Optional.empty());
    String signedStatement = statement(Optional.of(signedAsOf));
    String runs = ledger.client.query("SELECT max(run_no) FROM allocation_runs", Map.of()).strip();

    ledger.allocate(reorganised(Instant.MIN));

    assertThat(ledger.client.query("SELECT max(run_no) FROM allocation_runs", Map.of()).strip())
        .as("a new run")
        .isEqualTo(String.valueOf(Long.parseLong(runs) + 1));
    JsonNode after = detail(OCTOBER, Optional.empty());
    assertThat(after.path("signed")).as("what was signed stands").isEqualTo(closed.path("signed"));
    assertThat(statement(Optional.of(signedAsOf))).isEqualTo(signedStatement);
    assertThat(statement(Optional.empty())).as("as known now").contains("perception");
    JsonNode borne = detail(NOVEMBER, Optional.empty()).path("corrections");
    String[] moved = {
      "vision Compute -10.5", "vision Storage -9", "perception Compute 10.5", "perception Storage 9"
    };
    assertThat(lines(borne.path("rows"), "effective", "amount")).containsExactlyInAnyOrder(moved);
    assertThat(borne.path("rows").findValuesAsText("corrects")).containsOnly(OCTOBER);
    assertThat(borne.path("rows").findValuesAsText("date")).containsOnly("2026-11-30");
    assertThat(borne.path("totals").findValuesAsText("amount"))
        .as("between teams, nothing in all")
        .containsOnly("0");
    assertThat(lines(after.path("changes").path("rows"), "effective", "delta"))
        .containsExactlyInAnyOrder(moved);
    assertThat(after.path("changes").path("deliveries")).as("no bill did it").isEmpty();
  }
}
