package io.gpuledger.dashboard.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownVersionsTest {
  @TempDir Path folder;

  private final TestClock clock = new TestClock(Instant.parse("2026-11-30T12:00:00Z"));
  private final KnownVersions known = new KnownVersions();
  private StateStore store;
  private BudgetService budgets;

  @BeforeEach
  void open() {
    store = StateStore.open(folder.resolve("state.db"));
    budgets =
        new BudgetService(
            store,
            clock,
            () -> LedgerConfig.defaults().alerts(),
            new ControlPublisher(new FakeControlTopic(new ArrayList<>()), store, clock));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static BudgetDraft draft(String name, String limit) {
    return new BudgetDraft(name, "", "USD", limit, List.of(100), "", "");
  }

  private List<Budget> inForce() {
    return store.transaction(connection -> known.inForce(connection, clock.instant()));
  }

  /** The state has one lock, and whoever lists holds it: nothing else may be held meanwhile. */
  @Test
  void one_may_list_while_another_reads_what_was_before() throws Exception {
    Budget budget = budgets.create(draft("b", "10"), "ada");
    List<Budget> versions =
        known.upTo(
            budget,
            id ->
                CompletableFuture.supplyAsync(this::inForce)
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join());
    assertThat(versions).containsExactly(budget);
  }

  @Test
  void what_was_read_is_given_again_and_what_changed_is_read() {
    Budget one = budgets.create(draft("one", "10"), "ada");
    budgets.create(draft("two", "10"), "ada");
    List<Budget> first = inForce();
    assertThat(inForce()).usingElementComparator((a, b) -> a == b ? 0 : 1).isEqualTo(first);
    clock.move(Duration.ofHours(1));
    budgets.update(one.id(), draft("one", "20"), "ada");
    assertThat(inForce()).extracting(Budget::version).containsExactly(2L, 1L);
    budgets.delete(one.id(), "ada");
    assertThat(inForce()).extracting(Budget::name).containsExactly("two");
  }
}
