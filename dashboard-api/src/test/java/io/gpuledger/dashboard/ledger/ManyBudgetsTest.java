package io.gpuledger.dashboard.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.budget.AlertRouting;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetDraft;
import io.gpuledger.dashboard.budget.BudgetEvaluator;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.KnownForecasts;
import io.gpuledger.dashboard.budget.LiveSpend;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.query.LedgerReader;
import io.gpuledger.dashboard.query.LiveFacts;
import io.gpuledger.dashboard.query.RulesInForce;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As many budgets as may be made in the product, over an estate of 40 teams, on the real engine.
 */
@Tag("live")
class ManyBudgetsTest {
  private static final int BUDGETS = 10_000;

  /** How often the whole measurement is repeated, to see how long it takes. */
  private static final int REPEATED = Integer.getInteger("gpuledger.budgets.repeated", 1);

  @TempDir Path folder;

  @Test
  void ten_thousand_budgets_are_measured_together_and_each_alerts_once() throws Exception {
    Files.createDirectories(folder.resolve("state"));
    TestClock clock = new TestClock(Instant.parse("2026-10-20T12:00:00Z"));
    try (TestLedger ledger = new TestLedger(folder.resolve("engine"));
        StateStore store = StateStore.open(folder.resolve("state").resolve("state.db"))) {
      // 31 days x 40 teams x 25 projects x 8 services, 1 USD each, in a cell that is published.
      ledger.client.execute(
          "INSERT INTO cost_daily (cell_version, day, billing_period_start, source, account,"
              + " service, charge_category, state, basis, currency, team, project, billed_cost,"
              + " effective_cost) SELECT (SELECT max(cell_version) FROM allocation_cells),"
              + " toDate('2026-10-01') + number % 31, '2026-10-01', 's', 'a', concat('s',"
              + " toString(intDiv(number, 31) % 8)), 'Usage', 'productive', 'from_bill', 'USD',"
              + " concat('t', toString(intDiv(number, 248) % 40)), concat('p',"
              + " toString(intDiv(number, 9920) % 25)), 1, 1 FROM numbers(248000)",
          Map.of());
      LedgerReader reader =
          new LedgerReader(
              ledger.client, () -> RulesInForce.of(TestLedger.RULES), LiveFacts.NONE, clock);
      AlertLedger alerts = new AlertLedger(store, clock, alert -> {});
      BudgetService budgets =
          new BudgetService(store, clock, () -> LedgerConfig.defaults().alerts(), new Unheard());
      budgets.changeAll(drafts(), "ada");
      BudgetEvaluator evaluator =
          new BudgetEvaluator(
              budgets,
              new SqlBudgetFigures(reader),
              new LiveSpend(store),
              alerts,
              new AlertRouting(LedgerConfig::defaults, Optional::empty),
              KnownForecasts.NONE,
              clock);

      assertThat(evaluator.evaluate()).isTrue();
      assertThat(alerts.list(100)).hasSize(4);
      List<Long> millis = new ArrayList<>();
      for (int i = 0; i < REPEATED; i++) {
        // Of a newer snapshot: of the same one nothing would be read again.
        ledger.client.execute(
            "INSERT INTO published_checkpoints VALUES ('telemetry', {number:UInt64}, 1,"
                + " fromUnixTimestamp64Micro({micros:Int64}, 'UTC'))",
            Map.of(
                "number",
                String.valueOf(100 + i),
                "micros",
                String.valueOf((ledger.now().getEpochSecond() + 60 + i) * 1_000_000)));
        long start = System.nanoTime();
        assertThat(evaluator.evaluate()).isTrue();
        millis.add((System.nanoTime() - start) / 1_000_000);
      }
      assertThat(alerts.list(100)).hasSize(4);
      if (REPEATED > 1) {
        Collections.sort(millis);
        System.out.println(
            "10,000 budgets, two months: median "
                + millis.get(REPEATED / 2)
                + " ms, p95 "
                + millis.get(REPEATED * 95 / 100)
                + " ms of "
                + REPEATED);
      }
    }
  }

  /** A team's project and service each costs 31 USD; four limits are within reach. */
  private static List<BudgetService.Change> drafts() {
    List<BudgetService.Change> changes = new ArrayList<>();
    for (int i = 0; i < BUDGETS; i++) {
      String filter =
          "team:\"t%d\"+project:\"p%d\"+service:\"s%d\""
              .formatted(i % 40, i / 40 % 25, i / 1_000 % 8);
      changes.add(
          new BudgetService.Change(
              Optional.empty(),
              new BudgetDraft(
                  "b" + i, filter, "USD", i < 4 ? "31" : "32000", List.of(100), "", "")));
    }
    return changes;
  }

  private static final class Unheard implements BudgetService.BudgetListener {
    @Override
    public void changed(Budget budget) {
      // Nobody watches.
    }

    @Override
    public void deleted(Budget budget) {
      // Nobody watches.
    }
  }
}
