package io.gpuledger.dashboard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gpuledger.dashboard.alert.Alert;
import io.gpuledger.dashboard.alert.AlertLedger;
import io.gpuledger.dashboard.alert.ChannelTestbed;
import io.gpuledger.dashboard.alert.Delivery;
import io.gpuledger.dashboard.alert.DeliveryState;
import io.gpuledger.dashboard.alert.OutboxProcess;
import io.gpuledger.dashboard.config.ChannelKind;
import io.gpuledger.dashboard.state.StateStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that raises and sends alerts is ended by SIGKILL again and again. */
@Tag("live")
final class OutboxKillTest {
  private static final int ALERTS = 40;
  private static final int KILLS = 5;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @TempDir Path folder;

  @Test
  void every_alert_arrives_and_once_where_the_channel_tells_repetitions() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (ChannelTestbed bed = new ChannelTestbed(folder)) {
      Path told = folder.resolve("told");
      List<String> arguments =
          List.of(
              folder.toString(),
              bed.http.url(),
              Integer.toString(bed.smtp.port()),
              Integer.toString(ALERTS),
              told.toString());
      try (OwnProcess sender =
          new OwnProcess(
              OutboxProcess.class, arguments, Map.of(), told, folder.resolve("process.log"))) {
        int wanted = 0;
        for (int kill = 0; kill < KILLS; kill++) {
          wanted = Math.min(sent(bed) + 1 + random.nextInt(30), ALERTS * 5);
          await(bed, wanted);
          sender.kill();
          sender.restart();
        }
        for (ChannelKind kind : ChannelKind.values()) {
          awaitAll(bed, kind, seed);
        }
        sender.kill();
      }
      assertLedgerAgrees(bed, seed);
    }
  }

  private static int sent(ChannelTestbed bed) {
    return bed.http.taken.size() + bed.smtp.taken.size();
  }

  private static void await(ChannelTestbed bed, int wanted) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (sent(bed) < wanted) {
      assertThat(System.nanoTime()).as("%d of %d", sent(bed), wanted).isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
    }
  }

  private static Set<String> budgets(ChannelTestbed bed, ChannelKind kind) {
    Set<String> budgets = new HashSet<>();
    for (String body : bed.taken(kind)) {
      String plain = body.replace("%2D", "-");
      for (int i = 0; i < ALERTS; i++) {
        if (plain.contains("budget-" + i + "-end")) {
          budgets.add("budget-" + i);
        }
      }
    }
    return budgets;
  }

  private static void awaitAll(ChannelTestbed bed, ChannelKind kind, long seed) {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (budgets(bed, kind).size() < ALERTS) {
      assertThat(System.nanoTime())
          .as("seed %d, %s: %s", seed, kind, budgets(bed, kind))
          .isLessThan(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private void assertLedgerAgrees(ChannelTestbed bed, long seed) throws Exception {
    try (StateStore store = StateStore.open(folder.resolve("state.db"))) {
      List<Alert> alerts =
          new AlertLedger(store, Clock.systemUTC(), alert -> {}).list(AlertLedger.PAGE_LIMIT);
      assertThat(alerts).as("seed %d", seed).hasSize(ALERTS);
      for (ChannelKind kind : ChannelKind.values()) {
        List<Delivery> deliveries =
            alerts.stream()
                .flatMap(alert -> alert.deliveries().stream())
                .filter(delivery -> delivery.kind() == kind)
                .toList();
        // The last one may have been taken an instant before the last kill.
        long delivered =
            deliveries.stream().filter(d -> d.state() == DeliveryState.DELIVERED).count();
        assertThat(delivered).as("seed %d, %s", seed, kind).isGreaterThanOrEqualTo(ALERTS - 1);
        long repeated = (long) bed.taken(kind).size() - ALERTS;
        long mayBeTwice = deliveries.stream().mapToLong(Delivery::uncertain).sum();
        assertThat(repeated).as("seed %d, %s", seed, kind).isBetween(0L, mayBeTwice);
      }
      assertThat(keys(bed, ChannelKind.PAGERDUTY, "/dedup_key")).hasSize(ALERTS);
      assertThat(keys(bed, ChannelKind.WEBHOOK, "/id")).hasSize(ALERTS);
    }
  }

  private static Set<String> keys(ChannelTestbed bed, ChannelKind kind, String pointer)
      throws Exception {
    Set<String> keys = new HashSet<>();
    for (String body : bed.taken(kind)) {
      keys.add(new ObjectMapper().readTree(body).at(pointer).asText());
    }
    return keys;
  }
}
