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
    WatchRounds rounds = rounds(clock, ledger);
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

  @Test
  void an_alert_that_is_over_says_the_reason_that_holds_and_silence_is_no_reason() {
    TestClock clock = new TestClock(Instant.parse("2026-11-02T00:00:00Z"));
    AlertLedger ledger = new AlertLedger(store, clock, alert -> {});
    WatchRounds rounds = rounds(clock, ledger);
    List<String> names = List.of("gone", "less", "silent", "lost");
    for (String name : names) {
      holders.take(List.of(having(name, clock.instant())));
    }
    rounds.run();
    clock.move(Duration.ofHours(25));
    HolderSeen lost = having("lost", clock.instant());
    holders.take(
        List.of(
            // It ended once and began anew: how that was is no longer of interest.
            lost.toBuilder().setEnded(true).build(),
            lost,
            having("gone", clock.instant()).toBuilder().setEnded(true).setSevenths(0).build(),
            having("less", clock.instant()).toBuilder().setEnded(true).build(),
            having("silent", clock.instant()).toBuilder()
                .setEnded(true)
                .setSeenAtMicros(micros(clock.instant().minus(Duration.ofHours(24))))
                .build()));
    rounds.run();
    clock.move(Duration.ofHours(27));
    rounds.run();

    assertThat(ledger.list(10))
        .hasSize(4)
        .allSatisfy(
            alert -> {
              String reason =
                  switch (alert.about().subject()) {
                    case "pod:ml/gone in east" -> "it holds no GPU for its team any more";
                    case "pod:ml/less in east" -> "it burns less than nine tenths of the gate";
                    case "pod:ml/silent in east" ->
                        "nothing was seen of it for a day: whether it stopped is not known";
                    default ->
                        "the spend guard no longer tells of it: whether it stopped is not known";
                  };
              assertThat(alert.toString()).contains(reason);
            });
  }

  private WatchRounds rounds(TestClock clock, AlertLedger ledger) {
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
    return WatchRounds.guarded(
        holders,
        new BurningBudgets(store, budgets),
        ledger,
        new AlertRouting(LedgerConfig::defaults, Optional::empty),
        () -> policy,
        clock,
        alert -> {});
  }

  private static HolderSeen having(String name, Instant at) {
    return at(seen("runaway", name, false), "east", at).toBuilder()
        .setSeenAtMicros(micros(at))
        .setSevenths(56)
        .build();
  }

  private static long micros(Instant at) {
    return at.toEpochMilli() * 1_000;
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
