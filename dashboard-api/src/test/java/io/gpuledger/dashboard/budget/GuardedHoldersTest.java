package io.gpuledger.dashboard.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.HolderToDate;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.money.Money;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.AlertSeverity;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import io.gpuledger.dashboard.watch.WatchRounds;
import io.gpuledger.ingest.wire.HolderSeen;
import io.gpuledger.ingest.wire.Unscaled;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedHoldersTest {
  @TempDir Path folder;

  private StateStore store;
  private GuardedHolders holders;

  @BeforeEach
  void open() {
    store = StateStore.open(folder.resolve("state.db"));
    holders = new GuardedHolders(store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void what_is_begun_stands_over_a_restart_until_it_ends_and_repetitions_change_nothing() {
    holders.take(List.of(seen("runaway", "a", false), seen("runaway", "a", false)));
    holders.take(List.of(seen("idle", "b", false), seen("runaway", "c", false)));
    store.close();
    open();

    assertThat(holders.standing(HolderToDate.Guard.RUNAWAY, "USD", Instant.EPOCH))
        .extracting(GuardedHolders.Guarded::holder)
        .containsExactly("pod:ml/a", "pod:ml/c");
    assertThat(holders.standing(HolderToDate.Guard.RUNAWAY, "EUR", Instant.EPOCH)).isEmpty();
    GuardedHolders.Guarded idle =
        holders.standing(HolderToDate.Guard.IDLE, "USD", Instant.EPOCH).get(0);
    assertThat(idle.team()).as("nobody's").isEmpty();
    assertThat(idle.perHour().amount()).hasToString("2.5");
    assertThat(idle.cause().since()).isPresent();
    assertThat(idle.idleSince()).isEmpty();

    holders.take(List.of(seen("runaway", "a", true), seen("runaway", "a", true)));
    assertThat(holders.standing(HolderToDate.Guard.RUNAWAY, "USD", Instant.EPOCH)).hasSize(1);
  }

  @Test
  void clusters_are_told_apart_and_what_is_not_told_again_is_left_over() {
    Instant now = Instant.parse("2026-11-02T00:00:00Z");
    HolderSeen here = at(seen("runaway", "a", false), "east", now);
    HolderSeen there = at(seen("runaway", "a", false), "west", now.minusSeconds(3_600));
    holders.take(List.of(seen("runaway", "a", false), here, there));

    assertThat(holders.standing(HolderToDate.Guard.RUNAWAY, "USD", Instant.EPOCH))
        .as("the row of the version before gave way")
        .extracting(GuardedHolders.Guarded::name)
        .containsExactly("pod:ml/a in east", "pod:ml/a in west");
    assertThat(holders.standing(HolderToDate.Guard.RUNAWAY, "USD", now.minusSeconds(1)))
        .extracting(GuardedHolders.Guarded::cluster)
        .containsExactly("east");

    holders.take(List.of(there.toBuilder().setEnded(true).build()));
    assertThat(holders.standing(HolderToDate.Guard.RUNAWAY, "USD", Instant.EPOCH)).hasSize(1);
  }

  @Test
  void a_runaway_is_told_without_a_question_to_the_engine() {
    TestClock clock = new TestClock(Instant.parse("2026-11-02T00:00:00Z"));
    AlertLedger ledger = new AlertLedger(store, clock, alert -> {});
    AlertPolicy.Watch usual = AlertPolicy.Watch.DEFAULT;
    AlertPolicy.Watch policy =
        new AlertPolicy.Watch(
            Set.of(),
            usual.coverageGoal(),
            Optional.empty(),
            usual.idleFor(),
            Optional.of(new Money("USD", Amount.of(1))),
            usual.burn(),
            usual.utilisationFloor(),
            usual.expiringDays());
    BudgetService budgets =
        new BudgetService(
            store,
            clock,
            () -> LedgerConfig.defaults().alerts(),
            new BudgetService.BudgetListener() {
              @Override
              public void changed(Budget budget) {
                // Nobody is told.
              }

              @Override
              public void deleted(Budget budget) {
                // Nobody is told.
              }
            });
    WatchRounds rounds =
        WatchRounds.guarded(
            holders,
            new BurningBudgets(store, budgets),
            ledger,
            new AlertRouting(LedgerConfig::defaults, Optional::empty),
            () -> policy,
            clock,
            alert -> {});
    holders.take(List.of(at(seen("runaway", "a", false), "east", clock.instant())));

    rounds.run();

    assertThat(ledger.list(10))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.about().severity()).isEqualTo(AlertSeverity.PAGE);
              assertThat(alert.about().subject()).isEqualTo("pod:ml/a in east");
            });
    clock.move(Duration.ofHours(27));
    rounds.run();
    assertThat(ledger.list(10).get(0).isOpen()).as("left over").isFalse();
  }

  private static HolderSeen at(HolderSeen seen, String cluster, Instant told) {
    return seen.toBuilder()
        .setCluster(cluster)
        .setToldAtMicros(told.toEpochMilli() * 1_000)
        .build();
  }

  private static HolderSeen seen(String guard, String name, boolean ended) {
    return HolderSeen.newBuilder()
        .setGuard(guard)
        .setHolder("pod:ml/" + name)
        .setTeam("unattributed")
        .setCurrency("USD")
        .setNode("n1")
        .setBurnPerHour(Unscaled.toBytes(Amount.parse("2.5")))
        .setSpent(Unscaled.toBytes(Amount.ZERO))
        .setSinceMicros(1_793_491_200_000_000L)
        .setSeenAtMicros(1_793_491_260_000_000L)
        .setEnded(ended)
        .build();
  }
}
