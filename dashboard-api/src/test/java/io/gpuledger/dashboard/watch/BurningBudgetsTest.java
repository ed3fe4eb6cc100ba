package io.gpuledger.dashboard.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetDraft;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.budget.LiveSpend;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BurningBudgetsTest {
  @TempDir Path folder;

  /** Shortly before a month ends. */
  private final TestClock clock = new TestClock(Instant.parse("2026-10-31T23:40:00Z"));

  private StateStore store;
  private BudgetService budgets;
  private BurningBudgets burning;
  private Budget budget;

  @BeforeEach
  void open() {
    store = StateStore.open(folder.resolve("state.db"));
    budgets =
        new BudgetService(
            store,
            clock,
            () -> LedgerConfig.defaults().alerts(),
            new BudgetService.BudgetListener() {
              @Override
              public void changed(Budget changed) {}

              @Override
              public void deleted(Budget deleted) {}
            });
    burning = new BurningBudgets(budgets, new LiveSpend(store), clock);
    budget = budgets.create(draft("100"), "ada");
    budgets.create(new BudgetDraft("never seen", "", "USD", "5", List.of(50), "", ""), "ada");
    store.change(
        connection ->
            Rows.update(
                connection,
                "INSERT INTO live_spend (budget_id, period, version, spent, burn_per_hour,"
                    + " top_holder, top_node, top_user, top_since, unpriced, seen_at)"
                    + " VALUES (?, '2026-10', 1, '60', '7', 'job:1', 'n1', '', '', '', ?)",
                budget.id(),
                Rows.time(clock.instant())));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static BudgetDraft draft(String limit) {
    return new BudgetDraft("b", "", "USD", limit, List.of(50), "", "");
  }

  private void assertSilent(String... holders) {
    assertThat(burning.get().known()).isEmpty();
    assertThat(burning.get().silent()).containsExactly(holders);
  }

  @Test
  void what_was_said_lately_is_known() {
    assertThat(burning.get().known())
        .extracting(each -> each.cause().holder())
        .containsExactly("job:1");
    assertThat(burning.get().silent()).isEmpty();
  }

  @Test
  void a_burn_that_is_too_old_is_unknown_for_a_day_over_the_end_of_its_month_too() {
    clock.move(Duration.ofMinutes(11));
    assertSilent("job:1");

    clock.move(Duration.ofMinutes(10));
    assertSilent("job:1");

    clock.move(Duration.ofHours(24));
    assertSilent();
  }

  @Test
  void a_budget_that_was_edited_is_unknown_until_the_guard_says_something_of_it() {
    assertThat(budgets.update(budget.id(), draft("200"), "ada")).isPresent();

    assertSilent("job:1");
  }
}
