package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.BudgetUnit;
import io.gpuledger.cost.budget.Counted;
import io.gpuledger.cost.budget.SpendQuestion;
import io.gpuledger.cost.filter.Filter;
import io.gpuledger.cost.filter.GroupKey;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.time.TimeRange;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.budget.BudgetFigures;
import io.gpuledger.dashboard.budget.ScopeQuestion;
import io.gpuledger.dashboard.http.ApiException;
import io.gpuledger.dashboard.http.ErrorCode;
import io.gpuledger.dashboard.http.LedgerQueries;
import io.gpuledger.dashboard.query.CostView;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.dashboard.query.Snapshot;
import io.gpuledger.dashboard.report.ChargebackReport;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("live")
class AsOfTest {
  private static final TimeRange OCTOBER =
      new TimeRange(Instant.parse("2026-10-01T00:00:00Z"), Instant.parse("2026-11-01T00:00:00Z"));

  @TempDir Path directory;

  @Test
  void an_answer_as_of_an_instant_never_changes_and_a_report_waits_for_allocation() {
    try (TestLedger ledger = new TestLedger(directory)) {
      LedgerReader reader =
          new LedgerReader(
              ledger.client,
              () -> RulesInForce.of(TestLedger.RULES),
              LiveFacts.NONE,
              Clock.systemUTC());
      LedgerQueries queries = new SqlLedgerQueries(reader);
      Instant before = ledger.now();
      CostView first = costs(queries, Optional.empty());
      ledger.charge(
          "late", "2026-10-09 00:00:00", "2026-10-09 01:00:00", "100", "USD", "vision", "Compute");
      ledger.delivery("late", "append", 2, 1);
      Assertions.assertThatThrownBy(() -> chargeback(queries, Optional.empty()))
          .isInstanceOfSatisfying(
              ApiException.class,
              refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_AVAILABLE))
          .hasMessageContaining("still being allocated");
      ledger.allocate();
      assertThat(costs(queries, Optional.empty()).totals())
          .containsEntry("USD", "122.250000000000000001");
      CostView again = costs(queries, Optional.of(before));
      assertThat(again.rows()).isEqualTo(first.rows());
      assertThat(again.snapshot()).containsEntry("asOf", before);
      assertThat(costs(queries, Optional.of(before.plusSeconds(99_999))).snapshot())
          .containsEntry("asOf", ledger.now());
      assertThat(chargeback(queries, Optional.of(before)).totals())
          .anySatisfy(
              eur ->
                  assertThat(eur)
                      .containsEntry("currency", "EUR")
                      .containsEntry("billed", "7")
                      .containsEntry("list", null));
      Instant withLate = ledger.now();
      ledger.retraction("d1", 3);
      Assertions.assertThatThrownBy(() -> chargeback(queries, Optional.empty()))
          .as("the cells still hold what was retracted")
          .isInstanceOfSatisfying(
              ApiException.class,
              refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_AVAILABLE))
          .hasMessageContaining("1 deliveries that came or went are still being allocated");
      assertThat(progress(reader))
          .containsExactly(new LiveFacts.Progress("Deliveries allocated", 1, 2));
      ledger.allocate();
      assertThat(progress(reader)).isEmpty();
      assertThat(
              reader
                  .chargeback(
                      YearMonth.of(2026, 10),
                      Filter.everything(),
                      AccessScope.EVERYTHING,
                      reader.snapshot(Optional.empty()))
                  .waitingDeliveries())
          .isZero();
      assertThat(costs(queries, Optional.empty()).totals()).isEqualTo(Map.of("USD", "100"));
      ledger.retraction("late", 4);
      ledger.allocate();
      assertThat(costs(queries, Optional.empty()).totals()).isEmpty();
      assertThat(costs(queries, Optional.of(withLate)).totals())
          .containsEntry("USD", "122.250000000000000001");
    }
  }

  private static List<Object> progress(LedgerReader reader) {
    Snapshot newest = reader.snapshot(Optional.empty());
    return List.copyOf(
        (List<?>)
            Objects.requireNonNull(reader.status(newest, AccessScope.EVERYTHING).get("progress")));
  }

  @Test
  void coverage_as_of_an_instant_never_changes_though_later_facts_correct_it() {
    try (TestLedger ledger = new TestLedger(directory.resolve("coverage"))) {
      LedgerQueries queries =
          new SqlLedgerQueries(
              new LedgerReader(
                  ledger.client,
                  () -> RulesInForce.of(TestLedger.RULES),
                  LiveFacts.NONE,
                  Clock.systemUTC()));
      Instant minute = ledger.now().minusSeconds(3_600);
      ledger.usage("gpu", minute, "productive", "pod:search/train", "search");
      ledger.checkpoint();
      Instant before = ledger.now();
      assertThat(telemetry(queries, Optional.empty())).isEqualByComparingTo("1");

      ledger.usage("other", minute, "unobserved", "-", "-");
      ledger.checkpoint();

      assertThat(telemetry(queries, Optional.empty())).isEqualByComparingTo("0.5");
      assertThat(telemetry(queries, Optional.of(before))).isEqualByComparingTo("1");
    }
  }

  @Test
  void budgets_that_are_read_together_do_not_see_what_is_published_between_them() {
    try (TestLedger ledger = new TestLedger(directory.resolve("budgets"))) {
      SqlBudgetFigures figures =
          new SqlBudgetFigures(
              new LedgerReader(
                  ledger.client,
                  () -> RulesInForce.of(TestLedger.RULES),
                  LiveFacts.NONE,
                  Clock.systemUTC()));
      BudgetFigures.AsKnown known = figures.now();
      assertThat(known.billed(Filter.parse("team:\"vision\""), "USD", OCTOBER))
          .isEqualTo(Amount.parse("19.5"));

      ledger.retraction("d1", 2);
      ledger.allocate();

      assertThat(known.billed(Filter.parse("team:\"search\""), "USD", OCTOBER))
          .isEqualTo(Amount.parse("2.75"));
      assertThat(
              known.topDrivers(
                  new ScopeQuestion(
                      new SpendQuestion(Filter.everything(), Counted.BILLED),
                      BudgetUnit.MONEY,
                      "USD"),
                  OCTOBER,
                  1))
          .hasSize(1);
      assertThat(figures.now().billed(Filter.parse("team:\"search\""), "USD", OCTOBER))
          .isEqualTo(Amount.ZERO);
    }
  }

  private static BigDecimal telemetry(LedgerQueries queries, Optional<Instant> asOf) {
    Map<?, ?> status = (Map<?, ?>) queries.status(asOf, AccessScope.EVERYTHING);
    return (BigDecimal) ((Map<?, ?>) status.get("coverage")).get("telemetry");
  }

  private static ChargebackReport chargeback(LedgerQueries queries, Optional<Instant> asOf) {
    LedgerQueries.ReportRequest request =
        new LedgerQueries.ReportRequest(
            "chargeback",
            YearMonth.of(2026, 10),
            LedgerQueries.Metric.BILLED,
            Filter.everything(),
            asOf,
            Optional.empty(),
            "json");
    return (ChargebackReport) queries.report(request, AccessScope.EVERYTHING).orElseThrow();
  }

  private static CostView costs(LedgerQueries queries, Optional<Instant> asOf) {
    LedgerQueries.CostsRequest request =
        new LedgerQueries.CostsRequest(
            OCTOBER,
            List.of(GroupKey.of(GroupKey.Name.TEAM)),
            LedgerQueries.Granularity.NONE,
            LedgerQueries.Metric.BILLED,
            LedgerQueries.PeriodBasis.USAGE,
            true,
            true,
            true,
            Filter.everything(),
            asOf,
            Optional.empty(),
            100);
    return (CostView) queries.costs(request, AccessScope.EVERYTHING);
  }
}
