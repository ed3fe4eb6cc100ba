package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.budget.AlertRouting;
import io.gpuledger.dashboard.config.AlertPolicy;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.config.ConfigReader;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Raises alerts into a channel that takes few in an hour, snoozes some, and lets time do the rest,
 * until it is killed. Its time runs faster, and goes on where it was after a start.
 */
public final class CareProcess {
  /** Alerts that are raised, one every virtual minute. */
  public static final int ALERTS = 60;

  /** How often its clock's second is in one of ours: an hour takes six. */
  static final int FASTER = 600;

  private static final String POLICY =
      """
      alerts:
        channels: [{name: slack, webhook: "${env:NONE}"}]
        floodPerHour: 8
        escalation: {after: 90m, owner: fallback}
        digests: [{zone: UTC, at: "12:00", channels: [slack]}]
      """;

  private CareProcess() {}

  /** The clock of a run that began at an instant of ours. */
  static Clock clock(Instant began) {
    return new Clock() {
      @Override
      public Instant instant() {
        Duration passed = Duration.between(began, Instant.now());
        return Instant.parse("2026-10-24T08:00:00Z").plus(passed.multipliedBy(FASTER));
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  /**
   * Folder, address of the HTTP server, port of the mail server, begin of the run, file to tell in.
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    LedgerConfig.Alerts settings =
        ChannelTestbed.settings(folder, arguments[1], Integer.parseInt(arguments[2]));
    Instant began = Instant.parse(arguments[3]);
    Clock clock = clock(began);
    LedgerConfig config = ConfigReader.read("gpuledger.yaml", POLICY).values().get(0);
    AlertPolicy policy = config.alerts().policy();
    try (StateStore store = StateStore.open(folder.resolve("state.db"))) {
      AlertLedger ledger = new AlertLedger(store, clock, alert -> {}, () -> policy);
      CareRounds rounds =
          new CareRounds(
              store,
              clock,
              ledger,
              () -> policy,
              new AlertRouting(() -> config, Optional::empty),
              alert -> {});
      try (OutboxSender sender = OutboxSender.start(store, clock, () -> settings, alert -> {})) {
        Path told = Path.of(arguments[4]);
        Path writing = told.resolveSibling(told.getFileName() + ".writing");
        Files.writeString(writing, sender.getClass().getSimpleName());
        Files.move(writing, told, StandardCopyOption.ATOMIC_MOVE);
        while (true) {
          long minutes =
              Duration.between(Instant.parse("2026-10-24T08:00:00Z"), clock.instant()).toMinutes();
          for (int i = 0; i < Math.min(minutes, ALERTS); i++) {
            raise(ledger, i);
          }
          rounds.run();
          LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
      }
    }
  }

  /**
   * Raises one and puts every fifth off, as somebody would; both once, however often it is asked.
   */
  private static void raise(AlertLedger ledger, int number) {
    Target slack = new Target("slack", ChannelKind.SLACK);
    ledger
        .raise(facts(number), List.of(slack), id -> Optional.empty())
        .filter(alert -> number % 5 == 0)
        .ifPresent(
            alert ->
                ledger
                    .care()
                    .snooze(
                        alert.id(),
                        LocalDateTime.parse("2026-10-24T09:30"),
                        ZoneOffset.UTC,
                        "ada"));
  }

  private static AlertFacts facts(int number) {
    return new AlertFacts(
        new AlertFacts.BudgetFacts(
            "b-" + number, 1, "budget-" + number, "", List.of(), "USD", Amount.of(10), "", ""),
        "2026-10",
        List.of(50),
        SpendKind.FROM_BILL,
        new Spent(Amount.of(6), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        Instant.parse("2026-10-24T08:10:00Z"));
  }
}
