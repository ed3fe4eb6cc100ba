package io.gpuledger.dashboard.watch;

import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.alert.DeliveryLedger;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.budget.AlertRouting;
import io.gpuledger.dashboard.budget.BurningBudgets;
import io.gpuledger.dashboard.budget.GuardedHolders;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Every watch over a ledger that says what a test wants. */
abstract class WatchBed {
  static final String CONFIG =
      """
      alerts:
        channels:
          - {name: slack, webhook: "${env:NONE}"}
          - {name: mail-1, kind: teams, webhook: "${env:NONE}"}
          - {name: on-call, kind: pagerduty, routingKey: "${env:NONE}"}
        routes:
          - {kinds: [invoice_arrived, commitment_expiring], channels: [mail-1]}
          - {teams: [research], channels: [mail-1, on-call]}
      """;

  @TempDir Path folder;

  final TestClock clock = new TestClock(WatchFixtures.NOW);
  final FakeWatchFacts facts = new FakeWatchFacts();
  final List<GuardedHolders.Guarded> runaways = new ArrayList<>();
  final List<GuardedHolders.Guarded> idle = new ArrayList<>();
  final List<BurningBudgets.Burning> burning = new ArrayList<>();
  AlertPolicy.Watch policy = WatchFixtures.POLICY;
  final Map<String, DeliveryLedger.Standing> standing = new HashMap<>();
  final LedgerConfig config = ConfigReader.read("gpuledger.yaml", CONFIG).values().get(0);
  StateStore store;
  AlertLedger ledger;
  WatchRounds rounds;

  @BeforeEach
  void open() {
    store = StateStore.open(folder.resolve("state.db"));
    ledger = new AlertLedger(store, clock, alert -> {});
    List<Watch> watches =
        List.of(
            new GuardedWatch(
                new RunawayWatch(), () -> WatchFixtures.POLICY, (currency, since) -> runaways),
            new BurnWatch(() -> policy, () -> burning),
            new StaleSourceWatch(),
            new CoverageWatch(() -> WatchFixtures.POLICY),
            new DeliveryFailureWatch(() -> standing),
            new UnpricedWatch(),
            new RejectsWatch(),
            new GuardedWatch(
                new IdleGpuWatch(), () -> WatchFixtures.POLICY, (currency, since) -> idle),
            new InvoiceArrivedWatch(),
            new InvoiceMismatchWatch(),
            new CommitmentExpiryWatch(() -> WatchFixtures.POLICY),
            new CommitmentUseWatch(() -> WatchFixtures.POLICY),
            new ShortfallWatch());
    rounds =
        new WatchRounds(
            watches,
            facts,
            ledger,
            new AlertRouting(() -> config, Optional::empty),
            () -> WatchFixtures.POLICY,
            clock,
            alert -> {});
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Some rounds, an hour apart. */
  void rounds(int number) {
    for (int i = 0; i < number; i++) {
      rounds.run();
      clock.move(Duration.ofHours(1));
    }
  }

  /** Open alerts of a kind, newest first. */
  List<Alert> open(AlertKind kind) {
    return of(kind).stream().filter(Alert::isOpen).toList();
  }

  List<Alert> of(AlertKind kind) {
    return ledger.list(AccessScope.EVERYTHING, 100).stream()
        .filter(alert -> alert.about().kind() == kind)
        .toList();
  }

  String text(Alert alert) {
    return ledger.deliveries().payload(alert.id(), "").orElseThrow().text();
  }
}
