package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.LedgerQueries.Metric;
import io.gpuledger.dashboard.http.LedgerQueries.ReportRequest;
import io.gpuledger.dashboard.http.ReconciliationQueries;
import io.gpuledger.dashboard.http.ReconciliationQueries.ReconcileRequest;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import java.math.BigInteger;
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

/** The estate of docs/rules/reconciliation.md on the real engine. */
@Tag("live")
class ReconcileOnEngineTest {
  private static final TimeRange TWO_DAYS = range("2026-10-07", "2026-10-09");
  private static final long HOUR = 3_600_000_000_000L;

  @TempDir static Path directory;
  private static TestLedger ledger;
  private static SqlLedgerQueries queries;
  private static Instant before;

  @BeforeAll
  static void open() {
    ledger = new TestLedger(directory);
    before = ledger.now();
    new ReconcileEstate(ledger).fill();
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
  void each_machine_has_the_residual_that_was_made_for_it() {
    assertThat(hoursOf("i-gap")).isEqualTo(Map.of("productive", 36L, "missing_telemetry", 12L));
    assertThat(hoursOf("i-over")).isEqualTo(Map.of("productive", 24L, "over_billing", 24L));
    assertThat(hoursOf("i-late")).isEqualTo(Map.of("held_idle", 24L));
    assertThat(hoursOf("i-cw")).isEqualTo(Map.of("productive", 24L));
    assertThat(hoursOf("i-nowhere")).isEqualTo(Map.of("not_in_inventory", 24L));
    assertThat(hoursOf("-")).isEqualTo(Map.of("held_idle", 24L, "late_bill", -24L));
  }

  @Test
  void the_providers_own_day_shifts_hours_and_money_between_days_by_name() {
    List<?> days = rows(answer("day", "source:\"cw\"", 10));

    assertThat(hours((Map<?, ?>) days.get(0)))
        .isEqualTo(Map.of("productive", 14L, "billing_zone", -3L));
    assertThat(hours((Map<?, ?>) days.get(1)))
        .isEqualTo(Map.of("productive", 10L, "billing_zone", 3L));
    // 13 hours are billed at 39; three of them fell on the day before.
    assertThat(((Map<?, ?>) days.get(1)).get("residuals"))
        .isEqualTo(Map.of("no_owner", "30", "billing_zone", "9", "unexplained", "0"));
  }

  @Test
  void money_without_an_owner_has_the_name_of_its_cause_and_sums_to_the_invoice() {
    Map<?, ?> invoice = (Map<?, ?>) rows(answer("invoice", "invoice:\"INV-1\"", 10)).get(0);

    assertThat(invoice.get("billed")).isEqualTo("245");
    assertThat(invoice.get("attributed")).isEqualTo("120");
    assertThat(invoice.get("residuals"))
        .isEqualTo(
            Map.of(
                "no_owner", "48",
                "over_billing", "48",
                "not_in_inventory", "24",
                "unused_commitment", "5",
                "unexplained", "0"));
    assertThat(invoice.get("states").toString())
        .contains("unobserved=96")
        .contains("unused_commitment=5");
  }

  @Test
  void every_row_and_every_total_sums_exactly_and_the_rest_closes_it() {
    for (String by : ReconciliationQueries.WAYS.subList(1, ReconciliationQueries.WAYS.size())) {
      for (int limit : new int[] {1, 1_000}) {
        Map<?, ?> answer = answer(by, "", limit);
        Amount shown = Amount.ZERO;
        for (Object row : rows(answer)) {
          check((Map<?, ?>) row);
          if (((Map<?, ?>) row).get("currency").equals("USD")) {
            shown = shown.plus(Amount.parse(String.valueOf(((Map<?, ?>) row).get("billed"))));
          }
        }
        for (Object total : (List<?>) answer.get("totals")) {
          check((Map<?, ?>) total);
        }
        Map<?, ?> other = (Map<?, ?>) ((List<?>) answer.get("others")).get(0);
        check(other);
        assertThat(shown.plus(Amount.parse(String.valueOf(other.get("billed")))))
            .as(by)
            .isEqualTo(Amount.parse("317"));
      }
    }
  }

  @Test
  void findings_say_what_it_is_and_what_to_do_the_gravest_first() {
    List<?> findings = (List<?>) answer("sku", "", 10).get("findings");

    Map<?, ?> first = (Map<?, ?>) findings.get(0);
    assertThat(first.get("severity")).isEqualTo("high");
    assertThat(first.get("residual")).isEqualTo("over_billing");
    assertThat(first.get("text"))
        .isEqualTo(
            "Machine n-over of cluster c: 24.000 GPU-hours are billed beyond its time in"
                + " inventory.");
    assertThat(first.get("worth")).isEqualTo("48");
    assertThat(
            findings.stream()
                .map(finding -> String.valueOf(((Map<?, ?>) finding).get("residual")))
                .toList())
        .containsExactly("over_billing", "not_in_inventory", "missing_telemetry", "late_bill");
  }

  @Test
  void what_was_not_known_yet_is_not_in_an_answer_as_of_then() {
    Map<?, ?> answer =
        (Map<?, ?>)
            queries.reconciled(
                new ReconcileRequest(
                    TWO_DAYS,
                    "resource",
                    Metric.BILLED,
                    Filter.everything(),
                    Optional.of(before),
                    10));

    assertThat(rows(answer)).isEmpty();
  }

  @Test
  void keys_that_would_tear_a_machine_apart_are_refused() {
    assertThatThrownBy(() -> answer("day", "team:\"vision\"", 10))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("team does not filter a reconciliation");
  }

  @Test
  void the_report_is_csv_with_totals_and_findings_and_a_lead_may_not_see_it() {
    ReportRequest request =
        new ReportRequest(
            "reconciliation",
            YearMonth.of(2026, 10),
            Metric.BILLED,
            Filter.everything(),
            Optional.empty(),
            Optional.empty(),
            "csv");
    String csv =
        new String(
            queries.reportFile(request, AccessScope.EVERYTHING).orElseThrow().content(),
            StandardCharsets.UTF_8);

    assertThat(csv.lines().filter(line -> line.startsWith("2026-10-07,s,INV-1,gpu,USD,240,")))
        .hasSize(1);
    assertThat(csv.lines().filter(line -> line.startsWith("total,,,,USD,339.250000000000000001,")))
        .hasSize(1);
    assertThat(csv).contains("finding,high,over_billing,2026-10-07..2026-10-07,");
    assertThatThrownBy(() -> queries.reportFile(request, AccessScope.ofTeams(List.of("vision"))))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("a lead may not see it");
  }

  private static void check(Map<?, ?> row) {
    Amount parts = Amount.parse(String.valueOf(row.get("attributed")));
    for (Object amount : ((Map<?, ?>) row.get("residuals")).values()) {
      parts = parts.plus(Amount.parse(String.valueOf(amount)));
    }
    Amount states = Amount.ZERO;
    for (Object amount : ((Map<?, ?>) row.get("states")).values()) {
      states = states.plus(Amount.parse(String.valueOf(amount)));
    }
    Amount billed = Amount.parse(String.valueOf(row.get("billed")));
    assertThat(parts).isEqualTo(billed);
    assertThat(states).isEqualTo(billed);
    Map<?, ?> nanos = (Map<?, ?>) row.get("nanos");
    BigInteger sum = BigInteger.ZERO;
    for (Object part : ((Map<?, ?>) nanos.get("parts")).values()) {
      sum = sum.add(new BigInteger(String.valueOf(part)));
    }
    assertThat(sum).isEqualTo(new BigInteger(String.valueOf(nanos.get("billed"))));
  }

  private static Map<?, ?> answer(String by, String filter, int limit) {
    return (Map<?, ?>)
        queries.reconciled(
            new ReconcileRequest(
                TWO_DAYS,
                by,
                Metric.BILLED,
                filter.isEmpty() ? Filter.everything() : Filter.parse(filter),
                Optional.empty(),
                limit));
  }

  private static List<?> rows(Map<?, ?> answer) {
    return (List<?>) answer.get("rows");
  }

  private static Map<String, Long> hoursOf(String resource) {
    return rows(answer("resource", "", 100)).stream()
        .map(row -> (Map<?, ?>) row)
        .filter(row -> ((Map<?, ?>) row.get("group")).get("resource").equals(resource))
        .filter(row -> !hours(row).isEmpty())
        .map(ReconcileOnEngineTest::hours)
        .findFirst()
        .orElseThrow();
  }

  /** Whole hours of the parts that are not zero. */
  private static Map<String, Long> hours(Map<?, ?> row) {
    Map<String, Long> hours = new java.util.TreeMap<>();
    ((Map<?, ?>) ((Map<?, ?>) row.get("nanos")).get("parts"))
        .forEach(
            (part, nanos) -> {
              long of = Long.parseLong(String.valueOf(nanos));
              assertThat(of % HOUR).isZero();
              if (of != 0) {
                hours.put(String.valueOf(part), of / HOUR);
              }
            });
    return hours;
  }

  private static TimeRange range(String start, String end) {
    return new TimeRange(Instant.parse(start + "T00:00:00Z"), Instant.parse(end + "T00:00:00Z"));
  }
}
