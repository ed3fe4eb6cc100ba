package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.query.CostQuery;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What coverage says at its edges: credits, nothing at all, devices that nobody sees. */
@Tag("live")
class CoverageTest {
  private static final TimeRange OCTOBER =
      new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));

  @TempDir Path directory;

  @Test
  void credits_without_an_owner_do_not_lift_ownership_past_one() {
    try (TestLedger ledger = new TestLedger(directory)) {
      ledger.charge("d2", "2026-10-07 00:00:00", "2026-10-07 01:00:00", "-8", "USD", "", "Credit");
      ledger.delivery("d2", "append", 2, 1);
      ledger.allocate();
      LedgerReader reader = reader(ledger);

      // Owned 10.5 + 4 + 9 + |-1.25| = 24.75; all |-8| and 1e-18 more.
      assertThat(coverage(reader).get("ownership")).hasToString("0.755725");
      assertThat(usd(reader).get("ownership")).hasToString("0.755725");
    }
  }

  @Test
  void telemetry_coverage_is_null_without_facts_and_zero_only_for_devices_that_nobody_sees() {
    try (TestLedger ledger = new TestLedger(directory)) {
      LedgerReader reader = reader(ledger);
      assertThat(coverage(reader).get("telemetry")).isNull();

      Instant minute = ledger.now().minusSeconds(3_600);
      ledger.usage("unseen", minute, "unobserved", "-", "-");
      ledger.checkpoint();
      assertThat(coverage(reader).get("telemetry")).hasToString("0");

      ledger.usage("seen", minute, "productive", "pod:search/train", "search");
      ledger.checkpoint();
      assertThat(coverage(reader).get("telemetry")).hasToString("0.5");
    }
  }

  @Test
  void a_budget_of_some_teams_is_told_the_coverage_of_these_alone() {
    try (TestLedger ledger = new TestLedger(directory)) {
      Instant minute = ledger.now().minusSeconds(3_600);
      ledger.usage("own", minute, "productive", "pod:search/train", "search");
      ledger.usage("foreign", minute, "unobserved", "pod:vision/secret", "vision");
      ledger.checkpoint();
      BudgetFigures.AsKnown figures = new SqlBudgetFigures(reader(ledger)).now();

      assertThat(figures.unknowns(AccessScope.EVERYTHING))
          .contains("telemetry coverage of the last 24 h is 50.0 %");
      assertThat(figures.unknowns(AccessScope.ofTeams(List.of("search")))).isEmpty();
      assertThat(figures.unknowns(AccessScope.ofTeams(List.of("idle"))))
          .containsExactly("telemetry coverage is unknown: no GPU held by idle in the last 24 h");
    }
  }

  private static LedgerReader reader(TestLedger ledger) {
    Clock clock = Clock.fixed(ledger.now().plusSeconds(60), ZoneOffset.UTC);
    return new LedgerReader(
        ledger.client, () -> RulesInForce.of(TestLedger.RULES), LiveFacts.NONE, clock);
  }

  private static Map<?, ?> coverage(LedgerReader reader) {
    return (Map<?, ?>)
        reader.status(reader.snapshot(Optional.empty()), AccessScope.EVERYTHING).get("coverage");
  }

  private static Map<String, Object> usd(LedgerReader reader) {
    CostQuery query =
        new CostQuery(
            OCTOBER,
            List.of(),
            CostQuery.Granularity.NONE,
            CostQuery.Metric.EFFECTIVE,
            false,
            CostQuery.Parts.ALL,
            Filter.everything(),
            Optional.of("USD"),
            10);
    return reader
        .costs(query, reader.snapshot(Optional.empty()), AccessScope.EVERYTHING)
        .coverage();
  }
}
