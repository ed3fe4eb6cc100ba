package io.gpuledger.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.budget.AlertRouting;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import io.gpuledger.dashboard.state.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Servers of every kind, a state that survives restarts, and the rounds over it. */
abstract class CareBed {
  static final Target SLACK = new Target("slack", ChannelKind.SLACK);
  static final Target BOT = new Target("slack-bot", ChannelKind.SLACK_BOT);
  static final Target DUTY = new Target("pagerduty", ChannelKind.PAGERDUTY);

  @TempDir Path folder;

  /** A Saturday morning; daylight saving ends in Berlin in the night that follows. */
  final TestClock clock = new TestClock(AlertFixtures.NOW);

  ChannelTestbed bed;
  LedgerConfig config = config("");
  StateStore store;
  AlertLedger ledger;
  OutboxSender sender;
  CareRounds rounds;

  static LedgerConfig config(String more) {
    String yaml =
        """
        alerts:
          channels:
            - {name: slack, webhook: "${env:NONE}"}
            - {name: slack-bot, kind: slack-bot, token: "${env:NONE}", channel: C1}
            - {name: pagerduty, kind: pagerduty, routingKey: "${env:NONE}"}
        """
            + more.indent(2);
    var parsed = ConfigReader.read("gpuledger.yaml", yaml);
    assertThat(parsed.problems()).isEmpty();
    return parsed.values().get(0);
  }

  @BeforeEach
  void open() throws Exception {
    bed = new ChannelTestbed(folder);
    reopen();
  }

  void reopen() {
    store = StateStore.open(folder.resolve("state.db"));
    ledger = new AlertLedger(store, clock, alert -> {}, () -> config.alerts().policy());
    sender = OutboxSender.idle(store, clock, this::settings, new Random(7), Duration.ofSeconds(5));
    rounds =
        new CareRounds(
            store,
            clock,
            ledger,
            () -> config.alerts().policy(),
            new AlertRouting(() -> config, Optional::empty),
            alert -> {});
  }

  /** The servers' channels under the policy of the file. */
  private LedgerConfig.Alerts settings() {
    return new LedgerConfig.Alerts(bed.settings().channels(), config.alerts().policy());
  }

  /** As after a SIGKILL: what is not committed is gone, and the process starts anew. */
  void restart() {
    sender.close();
    store.close();
    reopen();
  }

  @AfterEach
  void close() throws Exception {
    sender.close();
    store.close();
    bed.close();
  }

  void pass(Duration time) {
    clock.move(time);
    rounds.run();
    sender.sendDue();
  }

  void at(String instant) {
    pass(Duration.between(clock.instant(), Instant.parse(instant)));
  }

  Alert raise(Target... targets) {
    Alert alert =
        ledger
            .raise(AlertFixtures.estimated(50, 80), List.of(targets), id -> Optional.empty())
            .orElseThrow();
    sender.sendDue();
    return alert;
  }

  /** One of many budgets. */
  Alert raise(int number, Target... targets) {
    Alert alert = raiseOnly(number, targets);
    sender.sendDue();
    return alert;
  }

  Alert raiseOnly(int number, Target... targets) {
    return ledger.raise(facts(number, 50), List.of(targets), id -> Optional.empty()).orElseThrow();
  }

  /** What one of many budgets has passed. */
  static AlertFacts facts(int number, int percent) {
    AlertFacts facts = AlertFixtures.estimated(percent);
    AlertFacts.BudgetFacts b = facts.budget();
    return new AlertFacts(
        new AlertFacts.BudgetFacts(
            "b-" + number,
            1,
            "budget-" + number,
            b.filter(),
            b.teamScope(),
            b.currency(),
            b.limit(),
            b.owner(),
            b.channel()),
        facts.period(),
        facts.thresholdPercents(),
        facts.kind(),
        facts.spent(),
        facts.burnPerHour(),
        facts.cause(),
        facts.drivers(),
        facts.unknowns(),
        facts.seenAt());
  }

  Alert now(Alert alert) {
    return ledger.find(alert.id()).orElseThrow();
  }

  List<Alert> of(AlertKind kind) {
    return ledger.list(
        AccessScope.EVERYTHING,
        new AlertFilter(Optional.empty(), Optional.of(kind), Optional.empty()),
        100);
  }
}
