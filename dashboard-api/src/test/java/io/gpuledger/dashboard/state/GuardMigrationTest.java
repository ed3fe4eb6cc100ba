package io.gpuledger.dashboard.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.HolderToDate;
import io.gpuledger.dashboard.budget.GuardedHolders;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operational state in which holders of all clusters were one. */
class GuardMigrationTest {
  private static final List<String> BEFORE =
      List.of(
          "0001_operational.sql",
          "0002_close.sql",
          "0003_disputes.sql",
          "0004_rates.sql",
          "0006_close_journal.sql",
          "0009_channels.sql",
          "0010_budgets.sql",
          "0011_alert_kinds.sql",
          "0012_forecasts.sql",
          "0013_alert_age.sql",
          "0014_estimates.sql",
          "0015_guarded_holders.sql",
          "0016_burn_windows.sql");

  @TempDir Path folder;

  @Test
  void a_guard_that_began_long_ago_stands_over_the_upgrade() throws Exception {
    Path file = folder.resolve("state.db");
    Instant begun = Instant.parse("2026-10-24T01:52:00Z");
    OldState.write(
        file,
        BEFORE,
        List.of(
            "INSERT INTO guarded_holders (guard, currency, team, holder, node, user_name, sevenths,"
                + " burn_per_hour, spent, since, idle_since, seen_at, unpriced) VALUES ('runaway',"
                + " 'USD', 'search', 'job:4711', 'n1', 'ada', 56, '5200', '9', '', '', '"
                + Rows.time(begun)
                + "', '')"));
    Instant before = Instant.now().minus(Duration.ofMinutes(1));

    try (StateStore store = StateStore.open(file)) {
      GuardedHolders holders = new GuardedHolders(store);

      assertThat(holders.standing(HolderToDate.Guard.RUNAWAY, "USD", before))
          .singleElement()
          .satisfies(
              stands -> {
                assertThat(stands.name()).isEqualTo("job:4711");
                assertThat(stands.seenAt()).isEqualTo(begun);
              });
      assertThat(
              holders.standing(HolderToDate.Guard.RUNAWAY, "USD", before.plus(Duration.ofHours(1))))
          .isEmpty();
    }
  }
}
