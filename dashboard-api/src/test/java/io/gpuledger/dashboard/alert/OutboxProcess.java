package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.budget.Spent;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.config.LedgerConfig;
import io.gpuledger.dashboard.state.StateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * Raises a number of alerts in every channel and sends them, until it is killed. Started again it
 * raises the same and changes nothing by that.
 */
public final class OutboxProcess {
  private OutboxProcess() {}

  /** Folder, address of the HTTP server, port of the mail server, alerts, file to tell in. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    LedgerConfig.Alerts settings =
        ChannelTestbed.settings(folder, arguments[1], Integer.parseInt(arguments[2]));
    Clock clock = Clock.systemUTC();
    try (StateStore store = StateStore.open(folder.resolve("state.db"))) {
      AlertLedger ledger = new AlertLedger(store, clock, alert -> {});
      try (OutboxSender sender = OutboxSender.start(store, clock, () -> settings, alert -> {})) {
        Path told = Path.of(arguments[4]);
        Path writing = told.resolveSibling(told.getFileName() + ".writing");
        Files.writeString(writing, sender.getClass().getSimpleName());
        Files.move(writing, told, StandardCopyOption.ATOMIC_MOVE);
        for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
          ledger.raise(facts(i), everywhere(), id -> Optional.empty());
        }
        new CountDownLatch(1).await();
      }
    }
  }

  /** A target of every kind. */
  public static List<Target> everywhere() {
    return Stream.of(ChannelKind.values()).map(kind -> new Target(kind.code(), kind)).toList();
  }

  private static AlertFacts facts(int number) {
    return new AlertFacts(
        new AlertFacts.BudgetFacts(
            "b-" + number,
            1,
            "budget-" + number + "-end",
            "",
            List.of(),
            "USD",
            Amount.of(10),
            "",
            ""),
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
