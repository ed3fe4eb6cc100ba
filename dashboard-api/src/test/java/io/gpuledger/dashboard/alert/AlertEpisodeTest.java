package io.gpuledger.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.state.Rows;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A budget of 250,000 whose thresholds are passed again and again, not all as often. */
class AlertEpisodeTest {
  private static final CrossingLedger.Place PLACE =
      new CrossingLedger.Place("b-1", 3, "2026-10", SpendKind.ESTIMATED);

  @TempDir Path folder;
  private StateStore store;
  private AlertLedger ledger;

  @BeforeEach
  void open() {
    store = StateStore.open(folder.resolve("state.db"));
    ledger = new AlertLedger(store, new TestClock(AlertFixtures.NOW), alert -> {});
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Optional<Alert> raise(int... percents) {
    return ledger.raise(
        AlertFixtures.estimated(percents), List.of(Target.PREVIEW), id -> Optional.empty());
  }

  private void fall(int percent) {
    assertThat(ledger.crossings().settle(PLACE, Amount.of(250_000), Amount.of(2_500L * percent)))
        .isNotEmpty();
  }

  private List<String> episodes() {
    return ledger.list(10).stream().map(alert -> alert.about().episode()).toList();
  }

  @Test
  void a_threshold_told_with_one_that_was_passed_before_is_told_again_later() {
    assertThat(raise(50)).isPresent();
    fall(40);
    assertThat(raise(50, 80)).isPresent();
    fall(70);

    assertThat(raise(50, 80)).isPresent();

    assertThat(episodes())
        .containsExactly("2026-10/v3/80/again-2", "2026-10/v3/80", "2026-10/v3/50");
  }

  @Test
  void a_name_that_an_earlier_version_gave_is_not_given_twice() {
    assertThat(raise(50, 80)).isPresent();
    store.change(
        connection ->
            Rows.update(connection, "UPDATE alerts SET episode = '2026-10/v3/80/again-2'"));
    fall(40);

    assertThat(raise(50, 80)).isPresent();

    assertThat(episodes()).containsExactly("2026-10/v3/80/again-3", "2026-10/v3/80/again-2");
  }
}
