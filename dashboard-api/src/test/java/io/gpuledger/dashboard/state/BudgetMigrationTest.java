package io.gpuledger.dashboard.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.BudgetPlan;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.budget.Budget;
import io.gpuledger.dashboard.budget.BudgetService;
import io.gpuledger.dashboard.config.LedgerConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operational state in which every budget was a month's money. */
class BudgetMigrationTest {
  private static final List<String> BEFORE =
      List.of(
          "0001_operational.sql",
          "0002_close.sql",
          "0003_disputes.sql",
          "0004_rates.sql",
          "0006_close_journal.sql",
          "0009_channels.sql");

  @TempDir Path folder;

  private Path old() throws Exception {
    Path file = folder.resolve("state.db");
    OldState.write(
        file,
        BEFORE,
        Stream.of(
                "'b-1', 1, 'one', 'team:\"a\"', 'USD', '100', '50,80', 'ada', 'c', 'api', 0,"
                    + " '2026-09-01T08:00:00.000001Z', 'ada'",
                "'b-1', 2, 'one', 'team:\"a\"', 'USD', '250.5', '50,80', 'ada', 'c', 'api', 0,"
                    + " '2026-10-02T08:00:00.000000Z', 'ada'",
                "'b-2', 1, 'gone', '', 'USD', '9', '50', '', '', 'api', 0,"
                    + " '2026-09-01T08:00:00.000000Z', 'ada'",
                "'b-2', 2, 'gone', '', 'USD', '9', '50', '', '', 'api', 1,"
                    + " '2026-09-02T08:00:00.000000Z', 'ada'")
            .map(row -> "INSERT INTO budgets VALUES (" + row + ")")
            .toList());
    return file;
  }

  @Test
  void budgets_of_an_older_version_are_the_same_limits_of_a_month() throws Exception {
    Path file = old();
    TestClock clock = new TestClock(Instant.parse("2026-11-30T12:00:00Z"));
    try (StateStore store = StateStore.open(file)) {
      BudgetService budgets =
          new BudgetService(
              store,
              clock,
              () -> LedgerConfig.defaults().alerts(),
              new BudgetService.BudgetListener() {
                @Override
                public void changed(Budget budget) {}

                @Override
                public void deleted(Budget budget) {}
              });

      assertThat(budgets.list())
          .containsExactly(
              new Budget(
                  "b-1",
                  2,
                  "one",
                  "team:\"a\"",
                  "USD",
                  Amount.parse("250.5"),
                  List.of(50, 80),
                  "ada",
                  "c",
                  false,
                  Instant.parse("2026-10-02T08:00:00Z"),
                  BudgetPlan.DEFAULT));
      assertThat(budgets.originals(List.of("b-1")).get("b-1").limit()).isEqualTo(Amount.of(100));
      assertThat(budgets.history("b-2"))
          .extracting(BudgetService.BudgetVersion::ended)
          .containsExactly(false, true);
    }
    try (StateStore again = StateStore.open(file)) {
      assertThat(again).isNotNull();
    }
  }
}
