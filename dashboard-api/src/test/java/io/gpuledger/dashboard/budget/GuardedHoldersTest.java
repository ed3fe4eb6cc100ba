package io.gpuledger.dashboard.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.HolderToDate;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.ingest.wire.HolderSeen;
import io.gpuledger.ingest.wire.Unscaled;
import java.nio.file.Path;
import java.util.List;
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

    assertThat(holders.standing(HolderToDate.Guard.RUNAWAY, "USD"))
        .extracting(GuardedHolders.Guarded::holder)
        .containsExactly("pod:ml/a", "pod:ml/c");
    assertThat(holders.standing(HolderToDate.Guard.RUNAWAY, "EUR")).isEmpty();
    GuardedHolders.Guarded idle = holders.standing(HolderToDate.Guard.IDLE, "USD").get(0);
    assertThat(idle.team()).as("nobody's").isEmpty();
    assertThat(idle.perHour().amount()).hasToString("2.5");
    assertThat(idle.cause().since()).isPresent();
    assertThat(idle.idleSince()).isEmpty();

    holders.take(List.of(seen("runaway", "a", true), seen("runaway", "a", true)));
    assertThat(holders.standing(HolderToDate.Guard.RUNAWAY, "USD")).hasSize(1);
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
